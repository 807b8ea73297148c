import type { AbortSignalLike } from "@countersign/core";

/** Ends a call from outside: its time is over, or its caller gave it up. */
export interface CallLimit {
  readonly signal: AbortSignal;
  /** Why the call is over; `null` while it may go on. */
  readonly ended: () => "timeout" | "aborted" | null;
  /** Milliseconds that are left. */
  readonly remaining: () => number;
  /** The promise's outcome; rejects with the signal's reason if the call ends first, also where the promise never settles. */
  readonly within: <T>(promise: Promise<T>) => Promise<T>;
  /** Lets go of the timer and of the caller's signal. */
  readonly release: () => void;
}

/** Starts the clock of one call, all of its attempts and pauses included. Release it when the call is done. */
export function limitCall(timeout: number, caller: AbortSignalLike | undefined, now: () => number): CallLimit {
  const controller = new AbortController();
  const deadline = now() + timeout;
  let ended: "timeout" | "aborted" | null = null;
  const end = (why: "timeout" | "aborted"): void => {
    if (ended !== null) return;
    ended = why;
    controller.abort(why === "aborted" ? caller?.reason : undefined);
  };
  const onAbort = (): void => end("aborted");
  const timer = setTimeout(() => end("timeout"), Math.min(timeout, LONGEST_TIMER));
  caller?.addEventListener("abort", onAbort);
  if (caller?.aborted === true) end("aborted");

  return {
    signal: controller.signal,
    ended: () => ended,
    remaining: () => deadline - now(),
    within: (promise) => raceSignal(promise, controller.signal),
    release: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    },
  };
}

/** What a platform's timer can count; a longer time is never reached in one call. */
const LONGEST_TIMER = 2 ** 31 - 1;

function raceSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const settle = (done: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      done();
    };
    signal.addEventListener("abort", onAbort);
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
    if (signal.aborted) onAbort();
  });
}
