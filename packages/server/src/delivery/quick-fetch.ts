import { requestIdHeader, usualHeaders } from "../app.ts";
import { newRequestId } from "../command/identifiers.ts";
import { servedHeaders } from "./serve.ts";
import type { WarmFetches } from "./warm-fetches.ts";

/** A request as a host has it, before anything is made of it. */
export interface QuickRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** A header by its name in small letters; `undefined` where there is none. */
  readonly header: (name: string) => string | undefined;
}

/** An answer that is ready to be sent. */
interface QuickAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** Answers fetches that need no look at the database; `null` for everything else. */
export type QuickFetch = (request: QuickRequest) => QuickAnswer | null;

/**
 * The fetch of what a label serves, as one function of method, address and headers, for a host to ask before anything else.
 * What it answers is what the whole server would answer.
 */
export function quickFetch(warmFetches: WarmFetches, basePath: string): QuickFetch {
  const root = `${basePath}/v1/`;
  const fixed = { ...Object.fromEntries(usualHeaders()), ...servedHeaders };
  return ({ method, target, header }) => {
    if ((method !== "GET" && method !== "HEAD") || !target.startsWith(root)) return null;
    const answer = warmFetches.answer({
      target: target.slice(basePath.length),
      authorization: header("authorization"),
      ifNoneMatch: header("if-none-match"),
      seenRevision: header("x-countersign-revision"),
    });
    if (answer === null) return null;
    const { etag, body, unchanged } = answer;
    const named = { ...fixed, etag, [requestIdHeader]: newRequestId() };
    if (unchanged) return { status: 304, headers: named, body: null };
    return {
      status: 200,
      headers: {
        ...named,
        "content-type": "application/json; charset=utf-8",
        "content-length": String(body.length),
      },
      body: method === "HEAD" ? null : body,
    };
  };
}
