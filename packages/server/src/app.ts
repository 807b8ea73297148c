import { httpStatusOf, isCountersignError, type Refusal } from "@countersign/core";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono } from "hono";
import { appRouter } from "./app-router.ts";
import { recordRefusal } from "./audit/refusal-recorder.ts";
import type { Actor } from "./command/actor.ts";
import type { Environment } from "./command/environment.ts";
import { newRequestId } from "./command/identifiers.ts";
import type { QuickFetch, QuickRequest } from "./delivery/quick-fetch.ts";
import type { Watching } from "./delivery/watching.ts";
import { boundedBody } from "./http/bounded-body.ts";
import type { Connection } from "./http/connection.ts";
import { foreignOrigin } from "./http/foreign-origin.ts";
import { idempotencyKeyOf, isRefusedKey } from "./http/idempotency-key.ts";
import { malformedRevision, seenRevisionOf } from "./http/seen-revision.ts";
import type { AttemptLimit } from "./identity/attempt-limit.ts";
import { authenticate } from "./identity/authenticate.ts";
import type { Context, ServerFacts } from "./rpc/context.ts";
import { codeByStatus } from "./rpc/error-code.ts";

/** Largest body of a call, in bytes. */
export const maximumBody = 8 * 1024 * 1024;

export interface AppOptions {
  readonly environment: Environment;
  readonly server: ServerFacts;
  /** Stands before every procedure that takes a password or a token. */
  readonly attempts: AttemptLimit;
  /** Tells clients what changes. */
  readonly watching: Watching;
  /** Is asked before all routes. */
  readonly quick: QuickFetch;
  /** The path below which the server is mounted: `""`, or for example `/registry`. */
  readonly basePath: string;
  /** Where browsers reach the server: pages of this origin may act with a session, as those of the request's own host. */
  readonly publicUrl: string;
  /** More routes on the same base: delivery and the console. They come after the procedures, in this order. */
  readonly routes: readonly ((app: Hono, options: AppOptions) => void)[];
}

/** The whole server as one function from request to answer, to be mounted in any host. */
export type App = (request: Request, connection?: Connection) => Promise<Response>;

/** Puts the routes together. */
export function createApp(options: AppOptions): App {
  const app = new Hono().basePath(options.basePath === "" ? "/" : options.basePath);
  app.get("/livez", (c) => c.text("ok"));
  app.all("/trpc/*", (c) => answerProcedures(options, c.req.raw, connectionIn(c.env)));
  for (const route of options.routes) route(app, options);
  app.notFound(() => refusalAnswer(nothingHere));
  app.onError((error) => errorAnswer(options.environment, error, newRequestId()));
  return async (request, connection) => {
    const quick = options.quick(quickRequest(request));
    if (quick !== null) return new Response(quick.body, quick);
    const answer = await app.fetch(request, { connection });
    for (const [name, value] of usualHeaders()) if (!answer.headers.has(name)) answer.headers.set(name, value);
    return answer;
  };
}

function quickRequest({ method, url, headers }: Request): QuickRequest {
  const path = url.indexOf("/", url.indexOf("://") + 3);
  return { method, target: path < 0 ? "/" : url.slice(path), header: (name) => headers.get(name) ?? undefined };
}

/** What every answer carries where its route says nothing else: it is no page, and nobody frames or guesses it. */
export function usualHeaders(): readonly (readonly [string, string])[] {
  return [
    [requestIdHeader, newRequestId()],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ];
}

/** The header that names the call in its answer. */
export const requestIdHeader = "x-request-id";

async function answerProcedures(
  options: AppOptions,
  request: Request,
  connection: Connection | null,
): Promise<Response> {
  const { environment } = options;
  const requestId = newRequestId();
  const seen = seenRevisionOf(request.headers);
  const frame = {
    requestId,
    idempotencyKey: idempotencyKeyOf(request.headers),
    seenRevision: seen === "malformed" ? null : seen,
    ...(connection === null ? {} : { address: connection.address }),
  };
  if (foreignOrigin(request, options.publicUrl)) {
    if (request.headers.has("cookie")) {
      await recordRefusal(environment, frame, {
        actor: null,
        action: "session.foreign-origin",
        target: { type: "unknown", id: null },
        refusal: foreign,
      });
    }
    return procedureRefusal(foreign, requestId);
  }
  if (seen === "malformed") return procedureRefusal(malformedRevision, requestId);
  if (isRefusedKey(request.headers)) return procedureRefusal(malformedKey, requestId);
  const bounded = await boundedBody(request, maximumBody);
  if (bounded === null) return procedureRefusal(tooLarge, requestId);
  let actor: Promise<Actor | null> | null = null;
  return fetchRequestHandler({
    endpoint: `${options.basePath}/trpc`,
    req: bounded,
    router: appRouter,
    allowMethodOverride: true,
    // An idempotency key belongs to one call.
    allowBatching: false,
    createContext: ({ resHeaders }): Context => {
      resHeaders.set(requestIdHeader, requestId);
      resHeaders.set("cache-control", "no-store");
      return {
        environment,
        frame,
        headers: bounded.headers,
        server: options.server,
        attempt: (subject) =>
          options.attempts.begin({ ...subject, address: connection?.address ?? null }, (seconds) =>
            resHeaders.set("retry-after", String(seconds)),
          ),
        answerHeader: (name, value) => resHeaders.append(name, value),
        actor: () => {
          actor ??= authenticate(environment, bounded.headers);
          return actor;
        },
      };
    },
    onError: ({ error, path }) => {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      environment.log({
        level: "error",
        message: `The procedure ${path ?? "?"} failed.`,
        requestId,
        cause: error.cause ?? error,
      });
    },
  });
}

/** A refusal as a plain route answers it. */
export function refusalAnswer(refusal: Refusal, requestId: string = newRequestId()): Response {
  return Response.json(
    { error: { ...refusal, requestId } },
    { status: httpStatusOf(refusal.code), headers: { "cache-control": "no-store", [requestIdHeader]: requestId } },
  );
}

/** Anything that was thrown, as a plain route answers it. */
export function errorAnswer(environment: Environment, error: unknown, requestId: string): Response {
  if (isCountersignError(error)) return refusalAnswer(error.toRefusal(), requestId);
  environment.log({ level: "error", message: "A request failed.", requestId, cause: error });
  return refusalAnswer(
    { code: "internal", message: "The server failed and changed nothing.", remedy: "Try again." },
    requestId,
  );
}

/** A refusal that came before any procedure, in the shape that procedures answer theirs. */
function procedureRefusal(refusal: Refusal, requestId: string): Response {
  const status = httpStatusOf(refusal.code);
  const data = { code: codeByStatus(status), httpStatus: status, countersign: { ...refusal, requestId } };
  return Response.json(
    { error: { message: refusal.message, code: -32600, data } },
    { status, headers: { "cache-control": "no-store", [requestIdHeader]: requestId } },
  );
}

/** What {@link createApp} handed to hono beside the request; hono does not know its type. */
export function connectionIn(env: unknown): Connection | null {
  return (env as { readonly connection?: Connection }).connection ?? null;
}

const nothingHere: Refusal = {
  code: "not_found",
  message: "There is nothing at this address.",
  remedy: "Check the address.",
};

const foreign: Refusal = {
  code: "forbidden",
  message: "A page of another origin cannot act with a person's session.",
  remedy:
    "Open the console at the server's own address; where a proxy stands before it, set COUNTERSIGN_PUBLIC_URL to the address that browsers use.",
};

const malformedKey: Refusal = {
  code: "invalid",
  message: "The header Idempotency-Key is not 1 to 100 visible ASCII characters.",
  remedy: "Send another key, or none.",
};

const tooLarge: Refusal = {
  code: "too_large",
  message: `The call has more than ${maximumBody} bytes.`,
  remedy: "Send less at once.",
};
