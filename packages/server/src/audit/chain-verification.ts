import {
  type ChainHead,
  type ChainState,
  EMPTY_CHAIN,
  type Seal,
  SYSTEM_CHAIN,
  saltedDigest,
  verifyEnd,
  verifyRow,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";
import {
  type AuditIndex,
  type AuditRow,
  type AuditText,
  listEventsForwards,
  listTexts,
  readHead,
} from "./audit-event-store.ts";
import { listCheckpoints, readFirstSeq } from "./checkpoint-store.ts";
import { verifyCheckpoints } from "./checkpoint-verification.ts";
import { readStoredEvent } from "./stored-event.ts";

/** Rows looked at in one go. */
const pageSize = 500;

/**
 * Recomputes a whole chain as it stands in this transaction: every hash, every link, the columns by which events are
 * found, the texts that were not erased, and that it ends where its head says.
 */
export async function verifyStoredChain(tx: Tx, chain: string): Promise<ChainState> {
  const noted = await readHead(tx, chain);
  const expected = { chain, head: noted, anchors: [] };
  const seals = await verifyCheckpoints(tx, chain, noted?.seq ?? Number.MAX_SAFE_INTEGER);
  const { sealed } = seals;
  const first = await readFirstSeq(tx, chain);
  let head = EMPTY_CHAIN;
  let dropped = 0;
  if (first > 1) {
    const base = (await listCheckpoints(tx, chain, first - 2, first - 1))[0];
    if (base === undefined)
      return brokenAt(head, sealed, 1, `Events 1 to ${first - 1} of the chain "${chain}" are missing.`);
    head = { seq: base.seq, hash: base.hash };
  }
  for (;;) {
    const rows = await listEventsForwards(tx, chain, head.seq, pageSize);
    const texts = rows.length === 0 ? [] : await listTexts(tx, chain, head.seq + 1, rows.at(-1)?.seq ?? head.seq);
    for (const row of rows) {
      const verified = verifyRow(head, { chain, ...row }, expected);
      if (!verified.ok) return brokenAt(head, sealed, verified.error.seq, verified.error.message);
      const problem = contradiction(
        row,
        texts.filter(({ seq }) => seq === row.seq),
      );
      if (problem !== null)
        return brokenAt(head, sealed, row.seq, `Event ${row.seq} of the chain "${chain}" ${problem}`);
      head = verified.value;
      dropped = Math.max(dropped, droppedBy(row.bytes));
    }
    if (rows.length < pageSize) break;
  }
  const end = verifyEnd(head, expected);
  if (!end.ok) return brokenAt(head, sealed, end.error.seq, end.error.message);
  if (noted === null && head.seq > 0) {
    return brokenAt(
      head,
      sealed,
      head.seq + 1,
      `The head of the chain "${chain}" is missing: events after ${head.seq} may be cut off.`,
    );
  }
  if (head.seq === 0 && chain !== SYSTEM_CHAIN) {
    return brokenAt(head, sealed, 1, `The chain "${chain}" is empty, and every organization begins with an event.`);
  }
  if (seals.broken !== null) return brokenAt(head, sealed, seals.broken.seq, seals.broken.problem);
  if (dropped < first - 1) {
    return brokenAt(
      head,
      sealed,
      1,
      `Events 1 to ${first - 1} of the chain "${chain}" were dropped, and no event says by whom.`,
    );
  }
  return { intact: true, events: head.seq, head: headOf(head), broken: null, sealed };
}

/** Up to which event an event says that older ones were dropped; 0 for any other. */
function droppedBy(bytes: string): number {
  const event = readStoredEvent(bytes);
  if (event?.action !== "audit.retain" || event.outcome !== "done") return 0;
  const { details } = event;
  const to = typeof details === "object" && details !== null && "droppedTo" in details ? details["droppedTo"] : 0;
  return typeof to === "number" ? to : 0;
}

/** What beside the chain itself does not agree with the bytes of an event; `null` when all does. */
function contradiction(row: AuditRow, texts: readonly AuditText[]): string | null {
  const event = readStoredEvent(row.bytes);
  if (event === null) return "has bytes that say no event.";
  const said: AuditIndex = {
    id: event.id,
    at: event.time,
    actorId: event.actor.principalId,
    action: event.action,
    outcome: event.outcome,
    targetId: event.target.id,
  };
  const field = indexFields.find((name) => said[name] !== row.index[name]);
  if (field !== undefined) return `is filed under another ${field} than its bytes say.`;
  const forged = texts.find(({ field: name, salt, text }) => digestOrNull(salt, text) !== event.texts[name]);
  return forged === undefined ? null : `has another text "${forged.field}" than the one it was written with.`;
}

const indexFields = [
  "id",
  "at",
  "actorId",
  "action",
  "outcome",
  "targetId",
] as const satisfies readonly (keyof AuditIndex)[];

/** The digest of a text; `null` where text and salt are none that the server writes. */
export function digestOrNull(salt: string, text: string): string | null {
  try {
    return saltedDigest(salt, text);
  } catch {
    return null;
  }
}

function brokenAt(head: ChainHead, sealed: Seal | null, seq: number, problem: string): ChainState {
  // What lies after the first fault is not vouched for, whatever was sealed.
  const kept = sealed !== null && sealed.seq < seq ? sealed : null;
  return { intact: false, events: head.seq, head: headOf(head), broken: { seq, problem }, sealed: kept };
}

function headOf(head: ChainHead): ChainHead | null {
  return head.seq === 0 ? null : head;
}
