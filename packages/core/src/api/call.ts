/** What every call of the client takes beside its input. */
export interface CallOptions {
  /** Ends the call; it rejects with the code `aborted`. */
  readonly signal?: AbortSignalLike;
  /** Milliseconds until the call is given up. Default: the client's. */
  readonly timeout?: number;
  /** Makes a repeated mutation act once. Default: a new random key for each mutation. */
  readonly idempotencyKey?: string;
  /** A `revision` that an earlier answer named: the call is not answered from an older one. Default: any will do. */
  readonly atLeast?: number;
}

/** The part of the platform's `AbortSignal` that a call needs; every `AbortSignal` is one. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** One call: an input, options, a promise of the answer. */
export type Call<Input, Output> = (input: Input, options?: CallOptions) => Promise<Output>;

/** Every mutation says which revision of the organization it made or met. */
export interface Committed {
  /** The organization's revision after the commit. */
  readonly revision: number;
}

/** Where a list goes on. */
export interface PageInput {
  /** `nextCursor` of the page before; none asks for the first page. */
  readonly cursor?: string | undefined;
  /** Rows a page, 1 to 200. Default 50. */
  readonly limit?: number | undefined;
}

/** One page of a list, in a stable order. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back as `cursor` to go on; `null` on the last page. */
  readonly nextCursor: string | null;
}

/** An input without fields. */
export type NoInput = Readonly<Record<never, never>>;
