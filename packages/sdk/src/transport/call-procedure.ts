import { type CallOptions, CountersignError } from "@countersign/core";
import { errorOf, readAnswer } from "./read-answer.ts";
import type { Question, Send } from "./send.ts";

/**
 * What a procedure does, as far as sending it depends on it:
 *
 * - `read` changes nothing and may be sent again.
 * - `write` carries an idempotency key, so sent again it acts once.
 * - `once` is about signing in, where the server keeps no key, so it is not sent again.
 */
export type ProcedureEffect = "read" | "write" | "once";

export interface ProcedureCall {
  /** `noun.verb`. */
  readonly name: string;
  readonly effect: ProcedureEffect;
  readonly input: unknown;
  readonly options: CallOptions | undefined;
  /** A new key, for a write whose caller gave none. */
  readonly newId: () => string;
}

/** Calls one procedure and answers its data. Always by POST: an input never stands in an address, nor in its logs. */
export async function callProcedure(send: Send, call: ProcedureCall): Promise<unknown> {
  const question: Question = {
    name: call.name,
    path: `trpc/${call.name}`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(call.input),
    idempotencyKey: call.effect === "write" ? readKey(call.options?.idempotencyKey ?? call.newId()) : null,
    repeatable: call.effect !== "once",
    options: call.options,
  };
  const answer = await send(question);
  const body = readAnswer(answer, question);
  if (!hasResult(body)) throw errorOf(answer, question, body);
  return body.result.data;
}

/** What is not fit for a header would look like a lost connection. */
function readKey(key: string): string {
  if (/^[\x21-\x7e]{1,100}$/.test(key)) return key;
  throw new CountersignError({
    code: "invalid",
    message: "An idempotency key is 1 to 100 visible ASCII characters; this one is not.",
    remedy: "Give another, or none: then each mutation gets a new one.",
  });
}

function hasResult(body: unknown): body is { readonly result: { readonly data: unknown } } {
  return (
    typeof body === "object" &&
    body !== null &&
    "result" in body &&
    typeof body.result === "object" &&
    body.result !== null &&
    "data" in body.result
  );
}
