/** Why a content is refused. */
export type ContentProblemCode =
  | "wrong-type"
  | "missing"
  | "unknown-key"
  | "invalid"
  | "duplicate"
  | "empty"
  | "too-long"
  | "too-many"
  | "too-deep"
  | "too-large"
  | "lone-surrogate"
  | "invalid-template"
  | "undeclared-variable"
  | "plain-with-variables"
  | "required-with-default"
  | "invalid-reference"
  | "unknown-column"
  | "unknown-variable"
  | "unknown-step"
  | "step-not-earlier"
  | "step-cycle"
  | "unknown-upload"
  | "unknown-rows"
  | "unresolved-include";

/** One thing that is wrong with a content. */
export interface ContentProblem {
  /** Where, as a JSON pointer (RFC 6901); `""` is the whole content. */
  readonly path: string;
  readonly code: ContentProblemCode;
  /** The thing, the rule and the remedy, for people. */
  readonly message: string;
}
