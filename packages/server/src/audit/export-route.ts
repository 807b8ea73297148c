import { csvColumns, type ExportEntry, type ExportFormat, encodeExportEnd, writeExportLine } from "@countersign/core";
import type { Hono } from "hono";
import { organizationScope } from "../access/scope-locators.ts";
import { type AppOptions, connectionIn, errorAnswer, requestIdHeader } from "../app.ts";
import type { Actor, CallFrame } from "../command/actor.ts";
import { execute, look } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { requires } from "../command/requirement.ts";
import type { Connection } from "../http/connection.ts";
import { malformedRevision, seenRevisionOf } from "../http/seen-revision.ts";
import { authenticate } from "../identity/authenticate.ts";
import { listSigningKeys } from "../signing/signing-key-store.ts";
import { listEventsForwards, readHead } from "./audit-event-store.ts";
import { listCheckpoints, readFirstSeq } from "./checkpoint-store.ts";

/** Events read, decided on and written in one go; nothing more of an export is ever in memory. */
const pageSize = 500;

/** The header that says how many events an export will have, for whoever shows its progress. */
const eventsHeader = "x-countersign-events";

const allowed = requires<unknown>("audit:export", organizationScope);

/**
 * `GET /v1/audit/export?format=jsonl|csv`: the whole chain of the caller's organization as it is stored, with its
 * checkpoints and the keys, from its first event to the one that is the last when it begins. It leaves an event, and is
 * decided again for each page: who loses the right meanwhile gets no more.
 */
export function exportRoute(app: Hono, options: AppOptions): void {
  app.get("/v1/audit/export", (c) => answerExport(options.environment, c.req.raw, connectionIn(c.env)));
}

async function answerExport(
  environment: Environment,
  request: Request,
  connection: Connection | null,
): Promise<Response> {
  const requestId = newRequestId();
  try {
    const actor = (await authenticate(environment, request.headers)) ?? refuse(unauthenticated);
    const seenRevision = seenRevisionOf(request.headers);
    if (seenRevision === "malformed") return refuse(malformedRevision);
    const format = formatOf(new URL(request.url).searchParams.get("format"));
    const address = connection === null ? {} : { address: connection.address };
    const frame = { requestId, idempotencyKey: null, seenRevision, ...address };
    const span = await begin(environment, actor, frame, format);
    return new Response(streamOf(linesOf(environment, actor, frame, format, span)), {
      headers: {
        "content-type": format === "jsonl" ? "application/jsonl; charset=utf-8" : "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="audit-${actor.organizationId}-${span.to}.${format}"`,
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        [eventsHeader]: String(span.to - span.from + 1),
        [requestIdHeader]: requestId,
      },
    });
  } catch (error) {
    return errorAnswer(environment, error, requestId);
  }
}

/** From which event to which an export goes; it does not grow with the chain. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function begin(environment: Environment, actor: Actor, frame: CallFrame, format: ExportFormat): Promise<Span> {
  return execute(
    environment,
    actor,
    frame,
    {
      action: "audit.export",
      requires: allowed,
      lock: "shared",
      work: async (command) => {
        const { tx, organizationId } = command;
        const head = await readHead(tx, organizationId);
        const span = { from: await readFirstSeq(tx, organizationId), to: head?.seq ?? 0 };
        command.record({
          action: "audit.export",
          target: { type: "organization", id: organizationId },
          scopeId: organizationId,
          details: { ...span, format, lastHash: head?.hash ?? null },
        });
        return span;
      },
    },
    {},
  );
}

async function* linesOf(
  environment: Environment,
  actor: Actor,
  frame: CallFrame,
  format: ExportFormat,
  { from, to }: Span,
): AsyncGenerator<string> {
  const chain = actor.organizationId;
  const write = (entry: ExportEntry): string => `${writeExportLine(format, entry)}\n`;
  let [seq, hash, sealed, started] = [from - 1, "", 0, false];
  do {
    const page = await look(environment, actor, frame, allowed, {}, async ({ tx }) => {
      const rows = await listEventsForwards(tx, chain, seq, Math.min(pageSize, to - seq));
      const last = rows.at(-1)?.seq ?? seq;
      const keys = started ? [] : await listSigningKeys(tx);
      return { rows, keys, checkpoints: await listCheckpoints(tx, chain, started ? seq : seq - 1, last) };
    });
    let text = started ? "" : `${format === "csv" ? `${csvColumns.join(",")}\n` : ""}`;
    if (!started) text += write({ type: "export", chain, from, to, keys: page.keys });
    const checkpoints = [...page.checkpoints];
    const seal = (upTo: number): void => {
      for (let next = checkpoints[0]; next !== undefined && next.seq <= upTo; next = checkpoints[0]) {
        checkpoints.shift();
        text += write({ type: "checkpoint", statement: next.statement, signature: next.signature });
        sealed = next.seq;
      }
    };
    seal(from - 1);
    for (const row of page.rows) {
      text += write({ type: "event", seq: row.seq, hash: row.hash, bytes: row.bytes });
      [seq, hash] = [row.seq, row.hash];
      seal(row.seq);
    }
    if (page.rows.length === 0 && seq < to) throw new Error(`The events of ${chain} after ${seq} are not there.`);
    started = true;
    yield text;
  } while (seq < to);
  const end = await environment.db.transaction().execute(async (tx) => {
    const at = await environment.clock.inside(tx);
    const statement = encodeExportEnd({ format: 1, chain, from, to, hash, sealed, at });
    const { signature } = await environment.signer.sign(tx, "export", statement);
    return { statement, signature };
  });
  yield write({ type: "end", ...end });
}

/** Reads on only when what was written has been taken. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await lines.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel: async () => {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function formatOf(text: string | null): ExportFormat {
  if (text === null || text === "jsonl") return "jsonl";
  if (text === "csv") return "csv";
  return refuse({
    code: "invalid",
    message: `"${text.slice(0, 40)}" is no format of an export.`,
    remedy: "Ask for jsonl or csv.",
  });
}

const unauthenticated = {
  code: "unauthenticated",
  message: "This needs an API key or a signed-in person.",
  remedy: "Send an API key as `Authorization: Bearer <key>`.",
} as const;
