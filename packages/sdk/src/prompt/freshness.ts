/** A moment on both clocks of a machine. */
export interface Moment {
  /** Milliseconds since 1970, UTC. Somebody may set it. */
  readonly wall: number;
  /** Milliseconds since the program started or so. It may stand still while the machine sleeps. */
  readonly monotonic: number;
}

/** The limits of a copy, in milliseconds since the server last said that it stands; each is at most the next. */
export interface Limits {
  /** From here on it is asked for again, beside being given. */
  readonly refreshAfter: number;
  /** From here on it is given only after the server was asked. */
  readonly ttl: number;
  /** From here on it is never given, whatever happens. */
  readonly maxStale: number;
}

/**
 * What may be done with a copy:
 *
 * - `fresh`: give it.
 * - `ageing`: give it, and ask the server beside it.
 * - `doubtful`: ask the server; give it only where there is no answer.
 * - `over`: never give it.
 */
export type Freshness = "fresh" | "ageing" | "doubtful" | "over";

export function freshnessOf(age: number, { refreshAfter, ttl, maxStale }: Limits): Freshness {
  if (age < refreshAfter) return "fresh";
  if (age < ttl) return "ageing";
  return age < maxStale ? "doubtful" : "over";
}

/**
 * Milliseconds between two moments, by the clock on which more has passed: a clock that was set back makes nothing
 * younger, and neither does sleep.
 */
export function elapsed(since: Moment, now: Moment): number {
  return Math.max(now.wall - since.wall, now.monotonic - since.monotonic);
}
