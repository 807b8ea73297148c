import type { AuditApi, AuditEventRecord, AuditFilter, ChainState, Page, PageInput } from "@countersign/core";
import { scopeRef } from "../access/scope-names.ts";
import type { Command } from "../command/command.ts";
import type { Reading } from "../command/reading.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import {
  type AuditRow,
  type AuditText,
  listEventsBackwards,
  listEventsForwards,
  listTexts,
} from "./audit-event-store.ts";
import { type AuditNames, readAuditNames } from "./audit-names.ts";
import { digestOrNull, verifyStoredChain } from "./chain-verification.ts";
import { readStoredEvent, type StoredEvent } from "./stored-event.ts";

/** Rows of an export's page when nobody says. */
const exportPageSize = 500;

export async function listEvents(reading: Reading, input: PageInput & AuditFilter): Promise<Page<AuditEventRecord>> {
  const { tx, organizationId } = reading;
  const limit = input.limit ?? defaultPageSize;
  const cursor = decodeCursor(input.cursor);
  const rows = await listEventsBackwards(tx, organizationId, input, {
    beforeSeq: cursor === null ? null : seqIn(cursor),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const [newest, oldest] = [page[0], page.at(-1)];
  if (newest === undefined || oldest === undefined) return { items: [], nextCursor: null };
  const texts = await listTexts(tx, organizationId, oldest.seq, newest.seq);
  const events = page.map((row) => ({ row, event: readStoredEvent(row.bytes) ?? unreadable(row) }));
  const names = await readAuditNames(
    reading,
    events.map(({ event }) => event),
  );
  return {
    items: events.map(({ row, event }) =>
      record(
        reading,
        row,
        event,
        texts.filter(({ seq }) => seq === row.seq),
        names,
      ),
    ),
    nextCursor: rows.length > limit ? encodeCursor(String(oldest.seq)) : null,
  };
}

/** Beyond the numbers that there can be stands nothing. */
function seqIn(cursor: string): number {
  const seq = Number(cursor);
  return Number.isSafeInteger(seq) ? seq : 0;
}

/** One page of the chain as it is stored. Each page leaves an event, so that no part of a log is carried away unseen. */
export async function exportEvents(
  command: Command,
  input: Parameters<AuditApi["export"]>[0],
): Promise<Awaited<ReturnType<AuditApi["export"]>>> {
  const limit = input.limit ?? exportPageSize;
  const afterSeq = input.afterSeq ?? 0;
  const rows = await listEventsForwards(command.tx, command.organizationId, afterSeq, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  command.record({
    action: "audit.export",
    target: { type: "organization", id: command.organizationId },
    scopeId: command.organizationId,
    details: { afterSeq, events: page.length, lastSeq: last?.seq ?? afterSeq, lastHash: last?.hash ?? null },
  });
  return {
    rows: page.map(({ seq, bytes, hash }) => ({ seq, bytes, hash })),
    nextSeq: rows.length > limit && last !== undefined ? last.seq : null,
  };
}

export async function verifyEvents(reading: Reading): Promise<ChainState> {
  return verifyStoredChain(reading.tx, reading.organizationId);
}

function record(
  reading: Reading,
  row: AuditRow,
  event: StoredEvent,
  stored: readonly AuditText[],
  names: AuditNames,
): AuditEventRecord {
  // A text that is not the one the event was written with is somebody's forgery and not shown.
  const genuine = stored.filter(({ field, salt, text }) => digestOrNull(salt, text) === event.texts[field]);
  const texts = Object.fromEntries(genuine.map(({ field, text }) => [field, text]));
  const { actor, target, scopeId } = event;
  return {
    seq: row.seq,
    id: event.id,
    at: event.time,
    revision: event.revision,
    action: event.action,
    outcome: event.outcome,
    code: event.code ?? null,
    actor: { type: actor.type, id: actor.principalId, name: names.actor(event), keyId: actor.keyId },
    target: { type: target.type, id: target.id, name: names.target(event, texts) },
    scope: scopeId !== null && reading.state.scopes.has(scopeId) ? scopeRef(reading.state, scopeId) : null,
    requestId: event.requestId,
    before: event.before,
    after: event.after,
    details: event.details,
    texts,
    hash: row.hash,
    prev: event.prev,
  };
}

/** What is left to be shown of an event whose bytes were destroyed; verifying the chain names it. */
function unreadable({ index }: AuditRow): StoredEvent {
  return {
    id: index.id,
    time: index.at,
    revision: 0,
    actor: { type: "unknown", principalId: index.actorId, keyId: null },
    action: index.action,
    outcome: index.outcome,
    target: { type: "unknown", id: index.targetId },
    scopeId: null,
    requestId: "",
    prev: "",
    before: null,
    after: null,
    details: { unreadable: true },
    texts: {},
  };
}
