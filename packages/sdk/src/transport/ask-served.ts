import { type CallOptions, CountersignError, type ResourceKind, type ServedResource } from "@countersign/core";
import type { VerifyServed } from "../verify/served-verifier.ts";
import { errorOf, readAnswer } from "./read-answer.ts";
import type { Answer, Question, Send } from "./send.ts";

/** What an application fetches: a label of a resource, by the names that lead to it. */
export interface Address {
  /** The workspace's name. */
  readonly workspace: string;
  /** Inside the workspace, the resource's name last, for example `support/refund`. */
  readonly path: string;
  readonly label: string;
}

/** What the server says of an address: what was held still stands, or this is served now. */
export type ServedAnswer =
  | { readonly type: "unchanged" }
  | {
      readonly type: "served";
      readonly served: ServedResource;
      /** Names these bytes of this release in the next question; `null` where the answer carried none. */
      readonly etag: string | null;
    };

interface AskOptions extends CallOptions {
  /** `once`: it is not tried again; whoever asks has something else to give. Default `usual`. */
  readonly attempts?: "usual" | "once";
}

/**
 * Asks what an address serves now; the server decides anew. With the entity tag of what is held, an unchanged content
 * does not travel again.
 */
export type AskServed = (
  kind: ResourceKind,
  address: Address,
  held: string | null,
  options?: AskOptions,
) => Promise<ServedAnswer>;

/**
 * Asks over the plain route. What is answered is verified before anybody sees it; what is unchanged was verified when it
 * came.
 */
export function createAskServed(send: Send, verify: VerifyServed | null): AskServed {
  return async (kind, address, held, options) => {
    const question: Question = {
      name: `fetch of ${nameOf(address)}`,
      path: routeOf(kind, address),
      method: "GET",
      headers: held === null ? {} : { "if-none-match": held },
      body: null,
      idempotencyKey: null,
      repeatable: options?.attempts !== "once",
      options,
    };
    const answer = await send(question);
    if (answer.status === 304 && held !== null) return { type: "unchanged" };
    const served = servedIn(answer, question);
    await verify?.(served, { ...address, kind });
    return { type: "served", served, etag: answer.headers.get("etag") };
  };
}

/** An address as messages name it, for example `production/support/refund@production`. */
export function nameOf({ workspace, path, label }: Address): string {
  return `${workspace}/${path}@${label}`;
}

function routeOf(kind: ResourceKind, address: Address): string {
  const names = [address.workspace, ...address.path.split("/")];
  if (names.some(leadsElsewhere) || LONE_SURROGATE.test(address.label)) {
    throw new CountersignError({
      code: "invalid",
      message: `"${address.workspace}/${address.path}" leads nowhere: a name in it is empty, ".", ".." or no Unicode text.`,
      remedy: "Write the workspace's name, and the path inside it without a slash at its ends.",
    });
  }
  const route = names.map(encodeURIComponent).join("/");
  return `v1/${kind}s/${route}?label=${encodeURIComponent(address.label)}`;
}

/** A "." or ".." would lead the platform's address parser to another route. */
function leadsElsewhere(name: string): boolean {
  return name === "" || name === "." || name === ".." || LONE_SURROGATE.test(name);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function servedIn(answer: Answer, question: Question): ServedResource {
  const body = readAnswer(answer, question);
  if (!isServedResource(body)) throw errorOf(answer, question, body);
  return body;
}

/** `content` was read from JSON, so it is JSON. */
export function isServedResource(value: unknown): value is ServedResource {
  return (
    typeof value === "object" &&
    value !== null &&
    has(value, "workspace", "string") &&
    has(value, "path", "string") &&
    has(value, "kind", "string") &&
    has(value, "label", "string") &&
    has(value, "version", "number") &&
    has(value, "digest", "string") &&
    has(value, "sequence", "number") &&
    has(value, "unreviewed", "boolean") &&
    has(value, "releasedAt", "string") &&
    "content" in value
  );
}

function has(value: object, name: string, type: "string" | "number" | "boolean"): boolean {
  const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
  return typeof found === type;
}
