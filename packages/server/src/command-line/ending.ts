/** How a process learns that it is to end. */
export interface Ending extends Disposable {
  /** Aborted once the process is told to end; told again, nothing more happens. */
  readonly signal: AbortSignal;
  readonly told: Promise<void>;
}

/**
 * Waits for SIGINT, SIGTERM or SIGHUP, and for the end of stdin where somebody holds a pipe to it: then this process ends
 * in good order also when the other one was killed.
 */
export function awaitEnding(endsWithStdin: boolean): Ending {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  const told = new Promise<void>((resolve) => controller.signal.addEventListener("abort", () => resolve()));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  if (endsWithStdin) process.stdin.resume().once("end", end).once("error", end).once("close", end);
  return {
    signal: controller.signal,
    told,
    [Symbol.dispose]: () => {
      // The signals stay caught: what is left to do after this must not be cut short by an impatient second one.
      if (endsWithStdin) process.stdin.pause().removeAllListeners().unref();
    },
  };
}
