import { type Refusal, type ResourceKind, resourceKinds } from "@countersign/core";
import { z } from "zod";
import { errorAnswer, requestIdHeader } from "../app.ts";
import { look } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { anyMember } from "../command/requirement.ts";
import { rowPage } from "../datasets/row-page.ts";
import { malformedRevision, seenRevisionOf } from "../http/seen-revision.ts";
import { authenticate } from "../identity/authenticate.ts";
import { isKnown } from "./entity-tag.ts";
import { readServed, type Served, type ServedAddress, tagOf } from "./served-address.ts";
import { readServedRows, type ServedRowPage, type ServedRowsInput } from "./served-rows.ts";
import { bearerOf } from "./warm-fetches.ts";

/** What every answer to a fetch carries. */
export const servedHeaders = { "cache-control": "private, no-cache", vary: "authorization, cookie" } as const;

/** A fetch, as it came in. */
interface Fetch {
  readonly method: string;
  /** Path below the server's base, percent-encoded, for example `/v1/prompts/support/refund`. */
  readonly path: string;
  readonly search: URLSearchParams;
  /** The two as they came. */
  readonly target: string;
  readonly headers: Headers;
}

/**
 * Answers `GET|HEAD /v1/<kind>s/<workspace>/<path>?label=<label>`: exactly what the label serves, to those who may use
 * it; with `&from=0&limit=1000` rows of the dataset that it serves, and with `&digest=` of no other content. Every fetch is authenticated and decided, also one that is answered with 304. `null`: it is no such fetch.
 */
export async function serve(environment: Environment, fetch: Fetch): Promise<Response | null> {
  const route = routeOf(fetch);
  if (route === null) return null;
  const requestId = newRequestId();
  try {
    const actor = (await authenticate(environment, fetch.headers)) ?? refuse(unauthenticated);
    const seen = seenRevisionOf(fetch.headers);
    if (seen === "malformed") refuse(malformedRevision);
    const address = addressOf(route.names, fetch.search);
    const page = pageOf(fetch.search);
    const { warmFetches } = environment;
    const before = warmFetches.before(actor.organizationId);
    const answer = await look(
      environment,
      actor,
      { requestId, idempotencyKey: null, seenRevision: seen },
      anyMember("Decided at the resource, with the label."),
      address,
      async (reading) => {
        if (page !== null) return rowsAnswer(await readServedRows(reading, { ...address, ...page }, route.kind));
        const served = await readServed(reading, address, route.kind);
        const whole = wholeAnswer(served);
        const secret = bearerOf(fetch.headers.get("authorization") ?? undefined);
        // A release that is not signed yet may be signed without a change of anything else.
        const lasting = served.head.release !== null && fetch.search.size === 1;
        if (actor.keyId !== null && secret !== null && lasting) {
          const { resource } = served;
          warmFetches.keep(before, reading, { target: fetch.target, secret, resource, label: address.label, ...whole });
        }
        return whole;
      },
    );
    return answerWith(answer, fetch, requestId);
  } catch (error) {
    return errorAnswer(environment, error, requestId);
  }
}

const unauthenticated: Refusal = {
  code: "unauthenticated",
  message: "This needs an API key or a signed-in person.",
  remedy: "Send an API key as `Authorization: Bearer <key>`.",
};

interface Route {
  readonly kind: ResourceKind;
  /** Workspace first, percent-encoded. */
  readonly names: readonly string[];
}

function routeOf({ method, path }: Fetch): Route | null {
  if (method !== "GET" && method !== "HEAD") return null;
  const [root, version, kinds, ...names] = path.split("/");
  const kind = resourceKinds.find((one) => kinds === `${one}s`);
  return root === "" && version === "v1" && kind !== undefined && names.length >= 2 ? { kind, names } : null;
}

function addressOf(names: readonly string[], search: URLSearchParams): ServedAddress {
  const labels = search.getAll("label");
  const [label] = labels;
  if (label === undefined || label === "" || labels.length > 1) {
    refuse({
      code: "invalid",
      message: "A fetch names one label, and this one names none or several.",
      remedy: "Add `?label=production`, or whichever you mean: there is no implicit latest.",
    });
  }
  const [workspace = "", ...path] = names.map(decoded);
  // PostgreSQL takes no NUL, not even to compare with.
  if ([workspace, label, ...path].some((name) => name.includes("\0"))) refuse(notFound);
  return { workspace, path: path.join("/"), label };
}

/** Which rows a fetch asks for: with `from` or `limit`, and perhaps `digest`; `null` where it asks for what is served itself. */
function pageOf(search: URLSearchParams): Pick<ServedRowsInput, "from" | "limit" | "digest"> | null {
  if (!search.has("from") && !search.has("limit")) return null;
  const page = z.strictObject({ ...rowPage, digest: z.string().max(100).optional() }).safeParse({
    ...numberOf(search, "from"),
    ...numberOf(search, "limit"),
    ...(search.has("digest") ? { digest: search.get("digest") } : {}),
  });
  if (page.success) return page.data;
  return refuse({
    code: "invalid",
    message: "A fetch of rows names the first with `from`, from 0 on, and how many with `limit`, 1 to 1,000.",
    remedy: "Correct the two, or leave them out to fetch what the label serves itself.",
  });
}

function numberOf(search: URLSearchParams, name: string): Readonly<Record<string, number>> {
  const text = search.get(name);
  return text === null ? {} : { [name]: /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return refuse(notFound);
    throw error;
  }
}

/** What is answered, and the tag under which it is known. */
interface ServedAnswer {
  readonly etag: string;
  readonly body: string;
}

/** Spliced in as it is stored: what was read and written again could be ordered otherwise. */
function wholeAnswer({ head, content }: Served): ServedAnswer {
  const body = `${JSON.stringify(head).slice(0, -1)},"content":${content}}`;
  return { etag: tagOf(head), body };
}

function rowsAnswer({ head, page }: ServedRowPage): ServedAnswer {
  const { rowCount, from, next, rows } = page;
  const facts = JSON.stringify({ ...head, rowCount, from, next });
  const body = `${facts.slice(0, -1)},"rows":[${rows.map(({ cells }) => cells).join(",")}]}`;
  return { etag: `"${head.digest}.${head.sequence}.${from}.${rows.length}"`, body };
}

function answerWith({ etag, body }: ServedAnswer, fetch: Fetch, requestId: string): Response {
  const headers = { etag, ...servedHeaders, [requestIdHeader]: requestId };
  if (isKnown(fetch.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(fetch.method === "HEAD" ? null : body, {
    headers: {
      ...headers,
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(body)),
    },
  });
}
