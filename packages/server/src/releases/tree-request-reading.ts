import type { Page, TreeRequestRecord, TreeRequestSummary } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { readSharedFacts } from "./request-facts.ts";
import { readTreeStanding, seesTreeRequest, type TreeStanding, treeStandingOf } from "./tree-request-facts.ts";
import { treeRequestRecord, treeRequestSummary } from "./tree-request-records.ts";
import { listTreeRequestRows, readTreeRequest } from "./tree-request-store.ts";

/** Rows that a list looks at in one statement. */
const listBatch = 100;

const endedStates: ReadonlySet<string> = new Set(["published", "rejected", "cancelled", "expired"]);

export async function getTreeRequest(
  reading: Reading,
  input: { readonly requestId: string },
): Promise<TreeRequestRecord> {
  await seenTreeRequest(reading, input.requestId);
  return answerTreeRequest(reading, input.requestId);
}

/** Requests for changes of the tree that one sees, newest first. */
export async function listTreeRequests(
  reading: Reading,
  input: {
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
    readonly filter?: "all" | "awaiting-me" | "mine" | undefined;
    readonly state?: "open" | "ended" | undefined;
  },
): Promise<Page<TreeRequestSummary>> {
  const limit = input.limit ?? defaultPageSize;
  const shared = await readSharedFacts(reading);
  const items: TreeRequestSummary[] = [];
  const cursor = decodeCursor(input.cursor);
  let after = cursor !== null && /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
  for (;;) {
    const rows = await listTreeRequestRows(reading.tx, reading.organizationId, {
      after,
      // What has expired is ended too, recorded or not: the state decides below.
      ended: input.filter === "awaiting-me" || input.state === "open" ? false : null,
      requesterId: input.filter === "mine" ? reading.actor.principalId : null,
      limit: listBatch,
    });
    for (const stored of rows) {
      after = stored.number;
      if (!seesTreeRequest(reading, stored)) continue;
      const standing = await readTreeStanding(reading, stored, shared);
      if (input.state !== undefined && endedStates.has(standing.state) !== (input.state === "ended")) continue;
      const summary = await treeRequestSummary(reading, standing);
      if (input.filter === "awaiting-me" && !summary.awaitsMe) continue;
      if (items.length === limit) return { items, nextCursor: encodeCursor(String(items.at(-1)?.number ?? 0)) };
      items.push(summary);
    }
    if (rows.length < listBatch) return { items, nextCursor: null };
  }
}

/** A request that the actor sees, with where it stands; else the one answer for what is not there. */
export async function seenTreeRequest(reading: Reading, requestId: string): Promise<TreeStanding> {
  const stored = await readTreeRequest(reading.tx, reading.organizationId, requestId);
  if (stored === null || !seesTreeRequest(reading, stored)) refuse(notFound);
  return readTreeStanding(reading, stored, await readSharedFacts(reading));
}

/** The request as it stands now, which every change of one answers with. */
export async function answerTreeRequest(reading: Reading, requestId: string): Promise<TreeRequestRecord> {
  const shared = await readSharedFacts(reading);
  return treeRequestRecord(reading, await treeStandingOf(reading, requestId, shared), shared);
}
