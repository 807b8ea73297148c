/** The server could not be asked about a prompt, as far as is known. */
export interface Outage {
  /** What the last attempt ended with. */
  readonly cause: unknown;
  /** How many attempts in a row failed. */
  readonly failures: number;
  /** When it is worth another attempt, on the monotonic clock. */
  readonly retryAt: number;
  /** Until when nobody waits for that attempt, on the monotonic clock; later, an old failure says nothing any more. */
  readonly believedUntil: number;
}

/** Notes a failure. The pause before the next attempt is random below a bound that doubles up to {@link LONGEST_PAUSE}. */
export function outageAfter(
  before: Outage | null,
  cause: unknown,
  chance: { readonly monotonic: number; readonly random: number },
): Outage {
  const failures = (before?.failures ?? 0) + 1;
  const bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
  const pause = bound / 2 + (bound / 2) * chance.random;
  const retryAt = chance.monotonic + pause;
  return { cause, failures, retryAt, believedUntil: retryAt + pause };
}

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
