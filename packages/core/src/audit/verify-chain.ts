import { err, ok, type Result } from "../result.ts";
import { eventHash, GENESIS, readEventLinks } from "./audit-event.ts";

/** A stored row of a chain. */
export interface ChainRow {
  readonly chain: string;
  readonly seq: number;
  /** The event's text exactly as stored. */
  readonly bytes: string;
  readonly hash: string;
}

/** How far a chain goes: the last event's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a chain without events. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: GENESIS };

/** What is wrong with the first broken row. */
export type ChainProblem =
  | "changed"
  | "removed"
  | "reordered"
  | "wrong-prev"
  | "wrong-chain"
  | "unparsable"
  | "rewritten"
  | "cut-off"
  | "beyond-head";

/** The first place at which a chain is not what it says it is. */
export interface ChainBreak {
  readonly chain: string;
  /** The event number that belongs at this place; up to the one before it everything is sound. */
  readonly seq: number;
  readonly problem: ChainProblem;
  readonly message: string;
}

/** What is known of a chain from elsewhere than its rows. */
export interface ChainExpectation {
  readonly chain: string;
  /** Where it must end; `null` where that is not known, and then events cut off its end are not missed. */
  readonly head: ChainHead | null;
  /** Heads noted earlier, in an export for example, that it must have passed. */
  readonly anchors: readonly ChainHead[];
}

/**
 * Verifies a whole chain and answers its head, or the first broken row. Rows come in the order of their numbers, from the
 * first on; for chains that do not fit into memory call `verifyRow` row by row and `verifyEnd` after the last.
 */
export function verifyChain(rows: Iterable<ChainRow>, expected: ChainExpectation): Result<ChainHead, ChainBreak> {
  let head = EMPTY_CHAIN;
  for (const row of rows) {
    const verified = verifyRow(head, row, expected);
    if (!verified.ok) return verified;
    head = verified.value;
  }
  return verifyEnd(head, expected);
}

/** Verifies the row that follows a verified head, and answers the head that it makes. */
export function verifyRow(after: ChainHead, row: ChainRow, expected: ChainExpectation): Result<ChainHead, ChainBreak> {
  const seq = after.seq + 1;
  const broken = (problem: ChainProblem, detail: string) => breakAt(expected.chain, seq, problem, detail);

  if (row.chain !== expected.chain) return broken("wrong-chain", `its row belongs to the chain ${quote(row.chain)}`);
  if (expected.head !== null && seq > expected.head.seq) {
    return broken("beyond-head", `the chain is known to end with event ${expected.head.seq}`);
  }
  if (row.seq > seq) return broken("removed", `the next row that is there is event ${row.seq}`);
  if (row.seq < seq) return broken("reordered", `event ${row.seq} stands in its place`);
  if (hashOf(row.bytes) !== row.hash)
    return broken("changed", "its bytes do not have the hash that is stored with them");
  const links = readEventLinks(row.bytes);
  if (links === null) return broken("unparsable", "its bytes are no canonical event of a known format");
  if (links.chain !== expected.chain)
    return broken("wrong-chain", `its bytes belong to the chain ${quote(links.chain)}`);
  if (links.seq !== seq) return broken("reordered", `its bytes are those of event ${links.seq}`);
  if (links.prev !== after.hash) return broken("wrong-prev", "it does not follow the event before it");
  const head = { seq, hash: row.hash };
  const known = [expected.head, ...expected.anchors].find((noted) => noted?.seq === seq && noted.hash !== row.hash);
  return known ? broken("rewritten", `it was noted with the hash ${known.hash}`) : ok(head);
}

/** Verifies that nothing is missing after the last row. */
export function verifyEnd(head: ChainHead, expected: ChainExpectation): Result<ChainHead, ChainBreak> {
  const last = Math.max(head.seq, expected.head?.seq ?? 0, ...expected.anchors.map(({ seq }) => seq));
  if (last === head.seq) return ok(head);
  return breakAt(expected.chain, head.seq + 1, "cut-off", `the chain is known to go on to event ${last}`);
}

function breakAt(chain: string, seq: number, problem: ChainProblem, detail: string): Result<never, ChainBreak> {
  return err({
    chain,
    seq,
    problem,
    message: `Event ${seq} of the chain ${quote(chain)} is ${words[problem]}: ${detail}.`,
  });
}

const words: Readonly<Record<ChainProblem, string>> = {
  changed: "changed",
  removed: "missing",
  reordered: "out of order",
  "wrong-prev": "not linked to the one before",
  "wrong-chain": "of another chain",
  unparsable: "unreadable",
  rewritten: "not the one that was there",
  "cut-off": "cut off",
  "beyond-head": "more than there should be",
};

/** Text that UTF-8 cannot say has no hash, so it never has the stored one. */
function hashOf(bytes: string): string | null {
  try {
    return eventHash(bytes);
  } catch {
    return null;
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}
