/**
 * Why there is no answer:
 *
 * - `aborted`: the caller's signal ended the call.
 * - `timeout`: its time was over.
 * - `network`: no connection, or what answered was not a Countersign server.
 */
export type UnansweredCode = "aborted" | "timeout" | "network";

const mark = Symbol.for("countersign.unanswered-error");

/**
 * The server did not answer, so whether a mutation was carried out is unknown. Called again with the same
 * `idempotencyKey` it acts once.
 *
 * Recognize it by {@link isUnansweredError}, not by `instanceof`: two copies of this package have two classes.
 */
export class UnansweredError extends Error {
  readonly [mark] = true;
  readonly code: UnansweredCode;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
  /** The HTTP status, where something answered that was not a Countersign server. */
  readonly status: number | null;
  /** The key that a mutation was sent with; `null` for a query. */
  readonly idempotencyKey: string | null;

  constructor(
    code: UnansweredCode,
    message: string,
    facts: {
      readonly remedy: string;
      readonly status?: number;
      readonly idempotencyKey?: string | null;
      readonly cause?: unknown;
    },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "UnansweredError";
    this.code = code;
    this.remedy = facts.remedy;
    this.status = facts.status ?? null;
    this.idempotencyKey = facts.idempotencyKey ?? null;
  }
}

export function isUnansweredError(value: unknown): value is UnansweredError {
  return typeof value === "object" && value !== null && mark in value && value[mark] === true;
}
