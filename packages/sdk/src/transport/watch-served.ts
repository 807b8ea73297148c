import type { ResourceKind } from "@countersign/core";
import type { Address } from "./ask-served.ts";
import { readEvents, type ServerEvent } from "./event-stream.ts";
import { errorOf } from "./read-answer.ts";
import { type Question, request, type SendSettings } from "./send.ts";

/** An address and the entity tag of what is held of it. */
export interface HeldAddress {
  readonly address: Address;
  readonly tag: string | null;
}

/** What a stream says: of the addresses that were sent, by their places. What it says nothing of stands. */
export type Word =
  | {
      readonly type: "state";
      readonly serves: readonly (readonly [place: number, tag: string])[];
      readonly refused: readonly number[];
    }
  /** The server refuses whoever asks, and says nothing more. */
  | { readonly type: "end" };

/**
 * Opens a stream of what the server serves under these addresses. Rejects with what a call would reject with where it
 * does not open; throws where it breaks.
 */
export type WatchServed = (
  kind: ResourceKind,
  held: readonly HeldAddress[],
  signal: AbortSignal,
) => Promise<AsyncGenerator<Word, void, undefined>>;

export function createWatchServed(settings: SendSettings): WatchServed {
  return async (kind, held, signal) => {
    const addresses = held.map(({ address, tag }) => ({ kind, ...address, tag }));
    const question: Question = {
      name: "watch of what is served",
      path: "v1/watch",
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ addresses }),
      idempotencyKey: null,
      repeatable: false,
      options: undefined,
    };
    const response = await request(settings, question, signal);
    const { status, headers, body } = response;
    if (status === 200 && body !== null && headers.get("content-type")?.startsWith("text/event-stream") === true) {
      return words(readEvents(body));
    }
    const text = await response.text();
    throw errorOf({ status, headers, text }, question, text);
  };
}

async function* words(events: AsyncIterable<ServerEvent>): AsyncGenerator<Word, void, undefined> {
  for await (const { event, data } of events) {
    if (event === "end") yield { type: "end" };
    if (event === "state") yield stateOf(JSON.parse(data));
  }
}

function stateOf(value: unknown): Word {
  if (typeof value === "object" && value !== null && "serves" in value && "refused" in value) {
    const { serves, refused } = value;
    if (Array.isArray(serves) && serves.every(isServing) && Array.isArray(refused) && refused.every(isPlace)) {
      return { type: "state", serves, refused };
    }
  }
  throw new Error("What came is no word of a Countersign server.");
}

function isServing(value: unknown): value is readonly [number, string] {
  return Array.isArray(value) && isPlace(value[0]) && typeof value[1] === "string";
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}
