/** How one attempt ended, as far as trying again depends on it. */
export type AttemptOutcome =
  | { readonly type: "failed" }
  | { readonly type: "answered"; readonly status: number; readonly retryAfter: string | null };

/**
 * How many milliseconds to wait before the next attempt; `null` when another would not help.
 *
 * A lost connection and the statuses 429, 502, 503 and 504 are worth another attempt: the server did not answer the
 * question. Every other status is its answer. The pause is random below a bound that doubles from {@link FIRST_PAUSE}
 * to {@link LONGEST_PAUSE}, so that clients that failed together do not come back together; it is never shorter than
 * what the server asks for in `Retry-After`.
 *
 * `attempt` counts from 0.
 */
export function retryDelay(
  outcome: AttemptOutcome,
  attempt: number,
  chance: { readonly now: number; readonly random: number },
): number | null {
  if (outcome.type === "answered" && !PASSING.has(outcome.status)) return null;
  const bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
  const pause = Math.round(bound * chance.random);
  const asked = outcome.type === "answered" ? retryAfterMilliseconds(outcome.retryAfter, chance.now) : 0;
  return asked + pause;
}

/** Milliseconds: the bound of the first pause, and of all pauses. */
export const FIRST_PAUSE = 200;
export const LONGEST_PAUSE = 5_000;

const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** RFC 9110, 10.2.3: whole seconds, or a date. What is neither asks for nothing. */
function retryAfterMilliseconds(value: string | null, now: number): number {
  if (value === null) return 0;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
