/** What is known of where a request comes from. */
export interface Connection {
  /** The client's network address, a trusted proxy's word for it included. */
  readonly address: string;
}
