import { type JsonValue, readSigningKeySet } from "@countersign/core";
import { UnansweredError } from "../error/unanswered-error.ts";
import { readAnswer } from "../transport/read-answer.ts";
import type { Question, Send } from "../transport/send.ts";
import type { FetchKeys } from "./trusted-keys.ts";

/** Asks the server for its keys over its public route. */
export function createFetchKeys(send: Send): FetchKeys {
  return async () => {
    const answer = readAnswer(await send(question), question);
    // It was parsed from JSON a moment ago, so it is JSON.
    const keys = readSigningKeySet(answer as JsonValue);
    if (keys !== null) return keys;
    throw new UnansweredError("network", "What the server publishes is no set of Ed25519 keys.", {
      remedy: "Update the client to the server's version, and check its address.",
    });
  };
}

const question: Question = {
  name: "fetch of the signing keys",
  path: ".well-known/jwks.json",
  method: "GET",
  headers: {},
  body: null,
  idempotencyKey: null,
  repeatable: true,
  options: undefined,
};
