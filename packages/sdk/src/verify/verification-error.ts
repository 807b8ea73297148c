import type { VerificationCode, VerificationProblem } from "@countersign/core";

const mark = Symbol.for("countersign.verification-error");

/**
 * What was served is not what a signed release says, or is not what was asked for. It was not given to the application.
 *
 * Recognize it by {@link isVerificationError}, not by `instanceof`: two copies of this package have two classes.
 */
export class VerificationError extends Error {
  readonly [mark] = true;
  readonly code = "unverified" as const;
  /** What is wrong, as a stable word. */
  readonly reason: VerificationCode;
  /** What to do about it, in a sentence. */
  readonly remedy: string;

  constructor(address: string, problem: VerificationProblem) {
    super(`${address} is not verified: ${problem.message}`);
    this.name = "VerificationError";
    this.reason = problem.code;
    this.remedy = problem.remedy;
  }
}

export function isVerificationError(value: unknown): value is VerificationError {
  return typeof value === "object" && value !== null && mark in value && value[mark] === true;
}
