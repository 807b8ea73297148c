import { isCountersignError } from "../error/countersign-error.ts";

/**
 * Whether an error says that one may not have the thing, or that it is gone. Then no copy of it is given any more.
 * Everything else, from a lost connection to an overloaded server, says nothing about that. What counts is the status,
 * also where a proxy answers with a page of its own: whoever is refused is refused.
 */
export function endsServing(error: unknown): boolean {
  return isCountersignError(error) && "status" in error && typeof error.status === "number" && ENDING.has(error.status);
}

/** Whether it is the asker who is refused, whatever he asked for. */
export function refusesAsker(error: unknown): boolean {
  return isCountersignError(error) && "status" in error && error.status === 401;
}

const ENDING: ReadonlySet<number> = new Set([401, 403, 404, 410, 451]);
