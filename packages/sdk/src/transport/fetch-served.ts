import { type CallOptions, CountersignError, type ResourceKind, type ServedResource } from "@countersign/core";
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

/** Fetches what an address serves now. Every call asks the server, which decides anew. */
export type FetchServed = (kind: ResourceKind, address: Address, options?: CallOptions) => Promise<ServedResource>;

/**
 * Fetches over the plain route, and sends along the entity tag of what it was given last time, so that an unchanged
 * content does not travel again. What it holds is answered only after the server has said, for this very call, that it
 * still stands; it is dropped as soon as the server says anything else. At most {@link MOST_HELD} contents are held.
 */
export function createFetchServed(send: Send): FetchServed {
  const held = new Map<string, Held>();
  return async (kind, address, options) => {
    const path = routeOf(kind, address);
    const known = held.get(path);
    held.delete(path);
    const question: Question = {
      name: `fetch of ${address.workspace}/${address.path}@${address.label}`,
      path,
      method: "GET",
      headers: known === undefined ? {} : { "if-none-match": known.etag },
      body: null,
      idempotencyKey: null,
      repeatable: true,
      options,
    };
    const answer = await send(question);
    const served = answer.status === 304 && known !== undefined ? known.served : servedIn(answer, question);
    const etag = answer.headers.get("etag") ?? (answer.status === 304 ? known?.etag : undefined);
    if (etag !== undefined) hold(held, path, { etag, served });
    return served;
  };
}

const MOST_HELD = 500;

interface Held {
  readonly etag: string;
  readonly served: ServedResource;
}

/** The newest stand last, so the first is the one that was not asked for the longest. */
function hold(held: Map<string, Held>, path: string, entry: Held): void {
  held.delete(path);
  held.set(path, entry);
  const [oldest] = held.keys();
  if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
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
function isServedResource(value: unknown): value is ServedResource {
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
