import { isCountersignError as isRefused, type RefusalCode, type CountersignError as Refused } from "@countersign/core";
import { isVerificationError, type VerificationError } from "../verify/verification-error.ts";
import type { RefusedError } from "./refused-error.ts";
import { isUnansweredError, type UnansweredCode, type UnansweredError } from "./unanswered-error.ts";

/**
 * Everything that this client rejects with: the server said no ({@link RefusedError}), there was no answer
 * ({@link UnansweredError}), what was served did not verify ({@link VerificationError}), or a request was refused before it
 * was sent ({@link Refused}).
 */
export type CountersignError = RefusedError | UnansweredError | VerificationError | Refused;

/** Every word that `error.code` may be. */
export type ErrorCode = RefusalCode | UnansweredCode | VerificationError["code"];

/** Recognizes an error of this client, also one of another copy of this package. */
export function isCountersignError(value: unknown): value is CountersignError {
  return isRefused(value) || isUnansweredError(value) || isVerificationError(value);
}

/** Whether it is an error of this client with one of these codes. */
export function hasCode(value: unknown, ...codes: readonly ErrorCode[]): value is CountersignError {
  return isCountersignError(value) && codes.includes(value.code);
}
