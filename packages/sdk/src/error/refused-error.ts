import { type Refusal, CountersignError as Refused } from "@countersign/core";

/** The server answered, and the answer is no. `code` says why; `message` and `remedy` say it to people. */
export class RefusedError extends Refused {
  /** The HTTP status. */
  readonly status: number;
  /** Names the call in the server's log and audit; `null` where the server gave none. */
  readonly requestId: string | null;

  constructor(refusal: Refusal, answer: { readonly status: number; readonly requestId: string | null }) {
    super(refusal);
    this.name = "RefusedError";
    this.status = answer.status;
    this.requestId = answer.requestId;
  }
}
