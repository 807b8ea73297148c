import { CountersignError, type Refusal } from "@countersign/core";

/** Ends what is under way with a refusal; the transaction around it is rolled back. */
export function refuse(refusal: Refusal): never {
  throw new CountersignError(refusal);
}

/** The one answer for what is not there and for what one may not see. */
export const notFound: Refusal = {
  code: "not_found",
  message: "There is nothing here under this id or address that you can see.",
  remedy: "Check the id or address, and ask an administrator for access if you expected to see it.",
};

/** The value, or the one answer for what is not there. */
export function found<T>(value: T | null | undefined): T {
  return value ?? refuse(notFound);
}
