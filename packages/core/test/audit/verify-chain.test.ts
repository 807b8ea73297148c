import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditEvent, encodeEvent, eventHash, GENESIS } from "../../src/audit/audit-event.ts";
import {
  type ChainHead,
  type ChainProblem,
  type ChainRow,
  EMPTY_CHAIN,
  verifyChain,
  verifyEnd,
  verifyRow,
} from "../../src/audit/verify-chain.ts";

function row(seq: number, prev: string, id = `evt_${seq}`, chain = "org_1"): ChainRow {
  const event: AuditEvent = {
    format: 1,
    chain,
    seq,
    prev,
    id,
    time: "2026-01-31T09:30:00.000Z",
    revision: seq,
    actor: { type: "user", principalId: "usr_1", keyId: null },
    action: "version.create",
    target: { type: "resource", id: "res_1" },
    scopeId: null,
    requestId: "req_1",
    before: null,
    after: null,
    details: null,
    texts: {},
    outcome: "done",
  };
  const bytes = encodeEvent(event);
  return { chain, seq, bytes, hash: eventHash(bytes) };
}

function chainOf(length: number, name = "evt", chain = "org_1"): ChainRow[] {
  const rows: ChainRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    rows.push(row(seq, rows.at(-1)?.hash ?? GENESIS, `${name}_${seq}`, chain));
  }
  return rows;
}

function headOf(rows: readonly ChainRow[]): ChainHead {
  const last = rows.at(-1);
  return last === undefined ? EMPTY_CHAIN : { seq: last.seq, hash: last.hash };
}

const five = chainOf(5);
const replaced = (index: number, changes: Partial<ChainRow>) =>
  five.map((given, position) => (position === index ? { ...given, ...changes } : given));
const other = chainOf(5, "other");
const bytesOf = (index: number) => five[index]?.bytes ?? "";
const resealed = (bytes: string): Partial<ChainRow> => ({ bytes, hash: eventHash(bytes) });

function verify(rows: readonly ChainRow[], head: ChainHead | null = headOf(five), anchors: readonly ChainHead[] = []) {
  return verifyChain(rows, { chain: "org_1", head, anchors });
}

describe("I12 a chain that is whole", () => {
  test("verifies, and its head is its last row's", () => {
    expect(verify(five)).toEqual({ ok: true, value: headOf(five) });
    expect(verify(five, null)).toEqual({ ok: true, value: headOf(five) });
  });

  test("of no events verifies", () => {
    expect(verify([], EMPTY_CHAIN)).toEqual({ ok: true, value: EMPTY_CHAIN });
  });

  test("verifies piece by piece", () => {
    const expected = { chain: "org_1", head: headOf(five), anchors: [] };
    let head = EMPTY_CHAIN;
    for (const given of five) {
      const verified = verifyRow(head, given, expected);
      expect(verified.ok).toBe(true);
      if (verified.ok) head = verified.value;
    }
    expect(verifyEnd(head, expected)).toEqual({ ok: true, value: headOf(five) });
  });

  test("passes what was noted of it earlier", () => {
    expect(verify(five, null, [headOf(five.slice(0, 2)), headOf(five)]).ok).toBe(true);
  });
});

describe("I12 the first broken row is named, with what is wrong with it", () => {
  test.each<[name: string, rows: ChainRow[], seq: number, problem: ChainProblem]>([
    ["a byte of an event changed", replaced(2, { bytes: bytesOf(2).replace("usr_1", "usr_2") }), 3, "changed"],
    ["a stored hash changed", replaced(2, { hash: "f".repeat(64) }), 3, "changed"],
    ["half a character in an event", replaced(2, { bytes: `${bytesOf(2)}\uD800` }), 3, "changed"],
    ["an event changed and hashed again", replaced(2, resealed(bytesOf(2).replace("usr_1", "usr_2"))), 4, "wrong-prev"],
    [
      "the last one changed and hashed again",
      replaced(4, resealed(bytesOf(4).replace("usr_1", "usr_2"))),
      5,
      "rewritten",
    ],
    ["no event at all", replaced(2, resealed("{}")), 3, "unparsable"],
    ["white space, hashed again", replaced(2, resealed(`${bytesOf(2)} `)), 3, "unparsable"],
    ["the first removed", five.slice(1), 1, "removed"],
    ["one removed", five.toSpliced(2, 1), 3, "removed"],
    ["one removed and the rest renumbered", five.toSpliced(2, 1).map((r, i) => ({ ...r, seq: i + 1 })), 3, "reordered"],
    ["the last removed", five.slice(0, 4), 5, "cut-off"],
    ["all removed", [], 1, "cut-off"],
    ["two swapped", five.with(1, other[2] ?? row(3, "")).with(2, other[1] ?? row(2, "")), 2, "removed"],
    ["the contents of two swapped", replaced(1, { ...five[2], seq: 2 }), 2, "reordered"],
    ["one twice", five.toSpliced(2, 0, ...five.slice(1, 2)), 3, "reordered"],
    ["one too many", [...five, row(6, headOf(five).hash)], 6, "beyond-head"],
    ["one of another history", five.with(2, other[2] ?? row(3, "")), 3, "wrong-prev"],
    ["the row of another chain", replaced(2, { chain: "org_2" }), 3, "wrong-chain"],
    ["the bytes of another chain", replaced(0, { ...chainOf(1, "evt", "org_2")[0], chain: "org_1" }), 1, "wrong-chain"],
    ["a first that follows another", [row(1, "f".repeat(64))], 1, "wrong-prev"],
    ["all written anew", other, 5, "rewritten"],
  ])("%s", (_, rows, seq, problem) => {
    const verified = verify(rows);
    expect(verified).toMatchObject({ ok: false, error: { chain: "org_1", seq, problem } });
    expect(verified.ok ? "" : verified.error.message).toContain(`Event ${seq} of the chain "org_1" is `);
  });

  test("a chain that was written anew is found by any head that was noted before", () => {
    expect(verify(other, null).ok).toBe(true);
    expect(verify(other, null, [headOf(five.slice(0, 2))])).toMatchObject({
      ok: false,
      error: { seq: 2, problem: "rewritten" },
    });
  });

  test("a chain that ends before a head that was noted is cut off", () => {
    expect(verify(five.slice(0, 3), null, [headOf(five)])).toMatchObject({
      ok: false,
      error: { seq: 4, problem: "cut-off" },
    });
  });
});

describe("I12 no single change goes unnoticed", () => {
  const lengths = fc.integer({ min: 1, max: 12 });
  const position = fc.nat();

  /** Verifies against the head that the chain had, and expects the break at this event. */
  function expectBroken(rows: readonly ChainRow[], head: ChainHead, seq: number): void {
    expect(verify(rows, head)).toMatchObject({ ok: false, error: { seq } });
  }

  test("of a character", () => {
    fc.assert(
      fc.property(
        lengths,
        position,
        position,
        fc.string({ minLength: 1, maxLength: 1 }),
        (length, at, within, character) => {
          const rows = chainOf(length);
          const index = at % length;
          const given = rows[index] ?? row(0, "");
          const place = within % given.bytes.length;
          fc.pre(given.bytes[place] !== character);
          const bytes = given.bytes.slice(0, place) + character + given.bytes.slice(place + 1);
          expectBroken(rows.with(index, { ...given, bytes }), headOf(rows), index + 1);
        },
      ),
    );
  });

  test("of a character, with the hash made to fit", () => {
    fc.assert(
      fc.property(
        lengths,
        position,
        position,
        fc.string({ minLength: 1, maxLength: 1 }),
        (length, at, within, character) => {
          const rows = chainOf(length);
          const index = at % length;
          const given = rows[index] ?? row(0, "");
          const place = within % given.bytes.length;
          fc.pre(given.bytes[place] !== character);
          const bytes = given.bytes.slice(0, place) + character + given.bytes.slice(place + 1);
          const verified = verify(rows.with(index, { ...given, ...resealed(bytes) }), headOf(rows));
          // Where the row is still an event in its place, the first that does not fit is the one after it.
          expect(verified.ok ? 0 : verified.error.seq - index).toBeOneOf(index + 1 === length ? [1] : [1, 2]);
        },
      ),
    );
  });

  test("of a number or a hash beside the event", () => {
    fc.assert(
      fc.property(lengths, position, fc.integer({ min: -3, max: 20 }), (length, at, seq) => {
        const rows = chainOf(length);
        const index = at % length;
        const given = rows[index] ?? row(0, "");
        fc.pre(seq !== given.seq);
        expectBroken(rows.with(index, { ...given, seq }), headOf(rows), index + 1);
        expectBroken(rows.with(index, { ...given, hash: eventHash(given.hash) }), headOf(rows), index + 1);
      }),
    );
  });

  test("by removing a row", () => {
    fc.assert(
      fc.property(lengths, position, (length, at) => {
        const rows = chainOf(length);
        expectBroken(rows.toSpliced(at % length, 1), headOf(rows), (at % length) + 1);
      }),
    );
  });

  test("by cutting off the end", () => {
    fc.assert(
      fc.property(lengths, position, (length, at) => {
        const rows = chainOf(length);
        expectBroken(rows.slice(0, at % length), headOf(rows), (at % length) + 1);
      }),
    );
  });

  test("by swapping two rows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), position, position, (length, a, b) => {
        const rows = chainOf(length);
        const [first = 0, second = 0] = [a % length, b % length].sort((x, y) => x - y);
        fc.pre(first !== second);
        const swapped = rows.with(first, rows[second] ?? row(0, "")).with(second, rows[first] ?? row(0, ""));
        expectBroken(swapped, headOf(rows), first + 1);
      }),
    );
  });

  test("by inserting a row that is there already", () => {
    fc.assert(
      fc.property(lengths, position, position, (length, at, copied) => {
        const rows = chainOf(length);
        const index = at % (length + 1);
        const copy = rows[copied % length] ?? row(0, "");
        // Beside itself a copy is as good as the original, so the second of the two is the broken one.
        const broken = copied % length === index ? index + 2 : index + 1;
        expectBroken(rows.toSpliced(index, 0, copy), headOf(rows), broken);
      }),
    );
  });

  test("by inserting a row that fits", () => {
    fc.assert(
      fc.property(lengths, position, (length, at) => {
        const rows = chainOf(length);
        const index = at % (length + 1);
        const forged = row(index + 1, rows[index - 1]?.hash ?? GENESIS, "forged");
        // It fits, so the row after it is the first that does not, unless the head is known to be another.
        const broken = index + 1 >= length ? index + 1 : index + 2;
        expectBroken(rows.toSpliced(index, 0, forged), headOf(rows), broken);
        const renumbered = rows.toSpliced(index, 0, forged).map((given, i) => ({ ...given, seq: i + 1 }));
        expectBroken(renumbered, headOf(rows), broken);
      }),
    );
  });
});
