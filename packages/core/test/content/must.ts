import type { Result } from "../../src/result.ts";

/** The value; fails the test with the error where there is none. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`Unexpected refusal: ${JSON.stringify(result.error, null, 2)}`);
  return result.value;
}
