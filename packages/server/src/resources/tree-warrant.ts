/**
 * That a change of the tree may touch protected addresses: it is carried out by a request that was approved for exactly
 * this, and the releases that it needs are written in the same transaction. Made by the publication of such a request, and
 * nowhere else.
 */
export interface TreeWarrant {
  readonly requestId: string;
}
