import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditActions, isAuditAction } from "../../src/audit/audit-action.ts";
import { type AuditEvent, encodeEvent, eventHash, GENESIS, readEventLinks } from "../../src/audit/audit-event.ts";
import { saltedDigest } from "../../src/audit/salted-digest.ts";

const event: AuditEvent = {
  format: 1,
  chain: "org_1",
  seq: 1,
  prev: GENESIS,
  id: "evt_1",
  time: "2026-01-31T09:30:00.000Z",
  revision: 7,
  actor: { type: "user", principalId: "usr_1", keyId: null },
  action: "label.release",
  target: { type: "label", id: "lbl_1" },
  scopeId: "wsp_1",
  requestId: "req_1",
  before: null,
  after: `sha256:${"a".repeat(64)}`,
  details: { sequence: 1, reviews: ["rev_1"] },
  texts: { reason: `sha256:${"b".repeat(64)}` },
  outcome: "done",
};

describe("I12 the bytes of an event", () => {
  // Written by hand: were they to change, every stored chain would be of another format.
  const bytes = [
    '{"action":"label.release",',
    '"actor":{"keyId":null,"principalId":"usr_1","type":"user"},',
    `"after":"sha256:${"a".repeat(64)}",`,
    '"before":null,"chain":"org_1",',
    '"details":{"reviews":["rev_1"],"sequence":1},',
    '"format":1,"id":"evt_1","outcome":"done",',
    `"prev":"${"0".repeat(64)}",`,
    '"requestId":"req_1","revision":7,"scopeId":"wsp_1","seq":1,',
    '"target":{"id":"lbl_1","type":"label"},',
    `"texts":{"reason":"sha256:${"b".repeat(64)}"},`,
    '"time":"2026-01-31T09:30:00.000Z"}',
  ].join("");

  test("are these, and stay these", () => {
    expect(encodeEvent(event)).toBe(bytes);
    expect(eventHash(bytes)).toBe("4c6c9295591bec87b4360e90c1bb1fa97cb6e0dca7cd0901103d19a4c363e35c");
  });

  test("are hashed as stored", () => {
    expect(eventHash("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(eventHash(`${bytes} `)).not.toBe(eventHash(bytes));
  });

  test("hold the code of a refusal, and of a refusal alone", () => {
    const refused: AuditEvent = { ...event, outcome: "refused", code: "forbidden" };
    expect(encodeEvent(refused)).toContain('"code":"forbidden"');
    expect(encodeEvent(refused)).toContain('"outcome":"refused"');
    expect(encodeEvent(event)).not.toContain('"code"');
  });

  test("hold nothing that an event does not have, whatever object it comes in", () => {
    const careless = { ...event, email: "ann@example.org", actor: { ...event.actor, name: "Ann" } };
    expect(encodeEvent(careless)).toBe(bytes);
  });

  test("say how they are linked", () => {
    expect(readEventLinks(bytes)).toEqual({ chain: "org_1", seq: 1, prev: GENESIS });
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["another format", bytes.replace('"format":1', '"format":2')],
    ["white space", bytes.replace(",", ", ")],
    ["a key twice", bytes.replace('"seq":1,', '"seq":1,"seq":1,')],
    ["keys in another order", bytes.replace('"id":"lbl_1","type":"label"', '"type":"label","id":"lbl_1"')],
    ["a number as text", bytes.replace('"seq":1', '"seq":"1"')],
    ["half a number", bytes.replace('"seq":1', '"seq":1.5')],
    ["no link", bytes.replace(/"prev":"0*",/, "")],
  ])("%s is no event", (_, text) => {
    expect(readEventLinks(text)).toBeNull();
  });
});

describe("salted digests", () => {
  const salt = "0123456789abcdef";

  test("are those of the text with its salt", () => {
    expect(saltedDigest(salt, "Because.")).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(saltedDigest(salt, "Because.")).toBe(saltedDigest(salt, "Because."));
    expect(saltedDigest(salt, "Because.")).not.toBe(saltedDigest(salt, "Because"));
    expect(saltedDigest(salt, "Because.")).not.toBe(saltedDigest(`${salt}0`, "Because."));
  });

  test("no two pairs of salt and text share one, wherever the salt ends", () => {
    const salts = fc.string({ minLength: 16, maxLength: 20, unit: fc.constantFrom("0", ":", "1") });
    const texts = fc.string({ maxLength: 4, unit: fc.constantFrom("0", ":", "1") });
    fc.assert(
      fc.property(salts, texts, salts, texts, (saltA, textA, saltB, textB) => {
        expect(saltedDigest(saltA, textA) === saltedDigest(saltB, textB)).toBe(saltA === saltB && textA === textB);
      }),
    );
    expect(saltedDigest(salt, "a:b")).not.toBe(saltedDigest(`${salt}:a`, "b"));
  });

  test("a salt that could be tried is refused", () => {
    expect(() => saltedDigest("", "Because.")).toThrow(TypeError);
    expect(() => saltedDigest("0123456789abcde", "Because.")).toThrow(TypeError);
  });
});

describe("actions", () => {
  test.each(Object.entries(auditActions))("%s has a name and a sentence", (name, sentence) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  test.each<[string, boolean]>([
    ["label.release", true],
    ["label.releases", false],
    ["toString", false],
    ["", false],
  ])("%j is an action: %s", (name, known) => {
    expect(isAuditAction(name)).toBe(known);
  });
});
