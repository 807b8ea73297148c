import { type Refusal, resourceKinds } from "@countersign/core";
import { z } from "zod";
import { errorAnswer, requestIdHeader } from "../app.ts";
import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { boundedBody } from "../http/bounded-body.ts";
import { malformedRevision, seenRevisionOf } from "../http/seen-revision.ts";
import { authenticate } from "../identity/authenticate.ts";
import { Watcher } from "./watcher.ts";
import type { Watching } from "./watching.ts";

/** Largest list of addresses, in bytes and in addresses. */
const mostBytes = 1024 * 1024;
const mostAddresses = 1_000;

const text = z.string().max(512);

const body = z.strictObject({
  addresses: z
    .array(
      z.strictObject({
        kind: z.enum(resourceKinds),
        workspace: text,
        path: text,
        label: text,
        tag: z.string().max(200).nullable(),
      }),
    )
    .min(1)
    .max(mostAddresses),
});

/**
 * Answers `POST /v1/watch`, a list of addresses and of the entity tags that are held of them, with a stream of
 * server-sent events. `state` says which of them serve something else than was said last, and which are refused; one
 * that says neither says that all stands. `end` holds a refusal and is the last.
 */
export async function watch(environment: Environment, watching: Watching, request: Request): Promise<Response> {
  const requestId = newRequestId();
  try {
    const { headers } = request;
    const actor = (await authenticate(environment, headers)) ?? refuse(unauthenticated);
    const seenRevision = seenRevisionOf(headers);
    if (seenRevision === "malformed") return refuse(malformedRevision);
    const { addresses } = await readBody(request);
    const frame = { requestId, idempotencyKey: null, seenRevision };
    const watcher = new Watcher({ actor, frame, headers, addresses }, (one) => watching.leave(one));
    const stream = await watching.admit(watcher);
    request.signal.addEventListener("abort", () => watcher.close());
    if (request.signal.aborted) watcher.close();
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        // Some proxies hold an answer back until it is whole, unless they are told.
        "x-accel-buffering": "no",
        [requestIdHeader]: requestId,
      },
    });
  } catch (error) {
    return errorAnswer(environment, error, requestId);
  }
}

async function readBody(request: Request): Promise<z.infer<typeof body>> {
  const bounded = await boundedBody(request, mostBytes);
  if (bounded === null) return refuse(tooLarge);
  const read = body.safeParse(await bounded.json().catch(() => null));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse({
    code: "invalid",
    message: `The list of addresses is not valid at ${issue?.path.join(".") || "its root"}: ${issue?.message ?? "not valid"}`,
    remedy: `Send {"addresses": [{ kind, workspace, path, label, tag }]} with at most ${mostAddresses} of them; tag may be null.`,
  });
}

const unauthenticated: Refusal = {
  code: "unauthenticated",
  message: "This needs an API key or a signed-in person.",
  remedy: "Send an API key as `Authorization: Bearer <key>`.",
};

const tooLarge: Refusal = {
  code: "too_large",
  message: `The list of addresses has more than ${mostBytes} bytes.`,
  remedy: "Watch less at once.",
};
