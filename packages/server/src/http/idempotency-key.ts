const header = "idempotency-key";
const fit = /^[\x21-\x7e]{1,100}$/;

/** The key that makes a repeated call act once; `null` where there is none. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get(header);
  return key !== null && fit.test(key) ? key : null;
}

/** A key that cannot be kept would let a repeated call act twice; such a call is refused, not taken without its key. */
export function isRefusedKey(headers: Headers): boolean {
  return headers.has(header) && idempotencyKeyOf(headers) === null;
}
