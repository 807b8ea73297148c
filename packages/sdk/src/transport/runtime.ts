/** The platform's `fetch`, or one that behaves like it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What a client takes from its surroundings. Replaceable, so that tests need neither chance nor waiting. */
export interface Runtime {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Milliseconds since any moment, never set back. It may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** From 0, below 1. */
  readonly random: () => number;
  /** A text that nobody else makes: it becomes the idempotency key of a mutation. 16 to 128 letters, digits, `-`, `_`. */
  readonly newId: () => string;
  /** Resolves after so many milliseconds, and as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const platformRuntime: Runtime = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  newId: randomHex,
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener("abort", end);
      if (signal.aborted) end();
    }),
};

/** Not `crypto.randomUUID`, which a browser has on secure origins alone. */
function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
