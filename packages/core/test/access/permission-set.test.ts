import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closed, meaningfulAt, PermissionSet, permissionCatalogue, permissions } from "../../src/index.ts";

const aList = fc.uniqueArray(fc.constantFrom(...permissions));

describe("a permission set", () => {
  test("does what sets do", () => {
    fc.assert(
      fc.property(aList, aList, (left, right) => {
        const a = PermissionSet.of(...left);
        const b = PermissionSet.of(...right);
        const list = (keep: (permission: (typeof permissions)[number]) => boolean) => permissions.filter(keep);
        expect(a.union(b).toList()).toEqual(list((p) => left.includes(p) || right.includes(p)));
        expect(a.intersect(b).toList()).toEqual(list((p) => left.includes(p) && right.includes(p)));
        expect(a.minus(b).toList()).toEqual(list((p) => left.includes(p) && !right.includes(p)));
        expect(a.isSubsetOf(b)).toBe(left.every((p) => right.includes(p)));
        expect(a.equals(b)).toBe(a.isSubsetOf(b) && b.isSubsetOf(a));
        expect(a.isEmpty).toBe(left.length === 0);
        expect(PermissionSet.fromHex(a.toHex()).equals(a)).toBe(true);
        expect(a.toHex()).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });

  test("I2 drops bits that nobody knows", () => {
    expect(PermissionSet.fromHex("f".repeat(32)).equals(PermissionSet.all)).toBe(true);
    expect(PermissionSet.fromHex("80000000000000000000000000000001").toList()).toEqual(["prompt:use"]);
  });

  test.each(["", "xyz", "-1", "0x1", "1 ", "F", "f".repeat(33)])("does not read %j as a mask", (hex) => {
    expect(() => PermissionSet.fromHex(hex)).toThrow(TypeError);
  });

  test("closed is what has its requirements, and no less", () => {
    fc.assert(
      fc.property(aList, (members) => {
        const set = PermissionSet.of(...members);
        const kept = closed(set);
        expect(closed(kept).equals(kept)).toBe(true);
        for (const permission of permissions) {
          const { requires } = permissionCatalogue[permission];
          expect(kept.has(permission)).toBe(set.has(permission) && requires.every((needed) => kept.has(needed)));
        }
      }),
    );
  });

  test("means less the further down it is asked", () => {
    const sizes = (["organization", "workspace", "folder", "resource"] as const).map(
      (type) => meaningfulAt(type).toList().length,
    );
    expect(sizes).toEqual([61, 48, 42, 36]);
  });
});
