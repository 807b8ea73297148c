import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256, sha256Hex } from "../../src/content/sha256.ts";
import { isWellFormed, utf8Bytes, utf8Length } from "../../src/content/utf8.ts";

describe("sha256", () => {
  // FIPS 180-4 examples of NIST.
  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    [
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ])("knows the vector %#", (text, expected) => {
    expect(sha256Hex(text)).toBe(expected);
  });

  test("agrees with the platform for every length around the block size", () => {
    for (let length = 0; length <= 260; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
      expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  test("agrees with the platform for any bytes, also inside a larger buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat({ max: 70 }), (bytes, from) => {
        const view = bytes.subarray(Math.min(from, bytes.length));
        expect(sha256Hex(view)).toBe(createHash("sha256").update(view).digest("hex"));
        expect(Buffer.from(sha256(view)).toString("hex")).toBe(sha256Hex(view));
      }),
    );
  });

  test("agrees with the platform for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }),
    );
  });

  test("refuses a text that has no bytes of its own", () => {
    expect(() => sha256Hex("a\ud800")).toThrow(TypeError);
  });
});

describe("utf8Length", () => {
  test("counts what encoding gives", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Length(text)).toBe(utf8Bytes(text).length);
      }),
    );
  });

  test.each([
    ["\ud800", false],
    ["\udc00\ud800", false],
    ["😀", true],
    ["", true],
  ])("%j is well formed: %s", (text, expected) => {
    expect(isWellFormed(text)).toBe(expected);
    if (!expected) expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  });
});
