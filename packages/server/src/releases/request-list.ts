import type { Page, RequestApi, RequestSummary } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { readSharedFacts, readStanding } from "./request-facts.ts";
import { seesRequest } from "./request-reading.ts";
import { requestSummary } from "./request-records.ts";
import { listRequestRows } from "./request-store.ts";

const day = 24 * 60 * 60 * 1000;

/** Rows that a list looks at before it gives up on filling a page in one call; the cursor goes on from there. */
const listBatch = 100;

/** Requests that one sees, newest first. */
export async function listRequests(
  reading: Reading,
  input: Parameters<RequestApi["list"]>[0],
): Promise<Page<RequestSummary>> {
  const limit = input.limit ?? defaultPageSize;
  const shared = await readSharedFacts(reading);
  const items: RequestSummary[] = [];
  const openedUntil =
    input.olderThanDays === undefined
      ? null
      : new Date(Date.parse(reading.now) - input.olderThanDays * day).toISOString();
  let after = numberIn(decodeCursor(input.cursor));
  for (;;) {
    const rows = await listRequestRows(reading.tx, reading.organizationId, {
      order: input.order ?? "newest",
      after,
      openedUntil,
      // What is recorded as ended is not worked out again. What has expired is ended too, recorded or not: the state
      // decides below.
      ended: input.filter === "awaiting-me" || input.state === "open" ? false : null,
      workspaceId: input.workspaceId ?? null,
      path: null,
      label: input.label ?? null,
      requesterId: input.filter === "mine" ? reading.actor.principalId : null,
      limit: listBatch,
    });
    for (const stored of rows) {
      after = stored.number;
      if (!seesRequest(reading, { ...stored, target: stored.request.target })) continue;
      const standing = await readStanding(reading, stored, shared);
      if (input.resourceId !== undefined && standing.target.resourceId !== input.resourceId) continue;
      const summary = await requestSummary(reading, standing);
      const ended = endedStates.has(standing.state);
      if (input.state !== undefined && ended !== (input.state === "ended")) continue;
      if (input.filter === "awaiting-me" && !summary.awaitsMe) continue;
      if (items.length === limit) return { items, nextCursor: encodeCursor(String(items.at(-1)?.number ?? 0)) };
      items.push(summary);
    }
    if (rows.length < listBatch) return { items, nextCursor: null };
  }
}

const endedStates: ReadonlySet<string> = new Set(["published", "rejected", "cancelled", "expired"]);

function numberIn(cursor: string | null): number | null {
  if (cursor === null) return null;
  const number = Number(cursor);
  return Number.isSafeInteger(number) ? number : null;
}
