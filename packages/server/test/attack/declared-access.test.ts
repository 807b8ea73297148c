import { describe, expect, it } from "vitest";
import { appRouter } from "../../src/app-router.ts";
import { accessMatrix, type DeclaredAccess, differences } from "./access-matrix.ts";
import { declaredAccess } from "./declared-access.ts";

describe("I13 what every procedure declares", () => {
  it("is what the matrix says, no procedure more and none less", () => {
    expect(differences(accessMatrix.procedures, declaredAccess())).toEqual([]);
  });

  it("is there at all: nothing of the router escapes the enumeration", () => {
    const nouns = Object.keys(appRouter._def.record).sort();
    expect([...new Set(Object.keys(declaredAccess()).map((name) => name.split(".")[0]))].sort()).toEqual(nouns);
  });

  it("could not be swapped between any two procedures without being noticed", () => {
    const declared = declaredAccess();
    const names = Object.keys(declared);
    const unnoticed: string[] = [];
    let swaps = 0;
    for (const [index, one] of names.entries()) {
      for (const other of names.slice(index + 1)) {
        const [a, b] = [of(declared, one), of(declared, other)];
        if (permissionOf(a) === permissionOf(b)) continue;
        swaps += 1;
        const swapped = { ...declared, [one]: withPermission(a, b), [other]: withPermission(b, a) };
        if (differences(accessMatrix.procedures, swapped).length === 0) unnoticed.push(`${one} and ${other}`);
      }
    }
    expect(unnoticed).toEqual([]);
    expect(swaps).toBeGreaterThan(names.length);
  });

  it("is noticed when a procedure is added or taken away", () => {
    const declared = declaredAccess();
    const { "member.list": _, ...without } = declared;
    expect(differences(accessMatrix.procedures, without)).toHaveLength(1);
    expect(differences(accessMatrix.procedures, { ...declared, "member.adopt": { type: "public" } })).toHaveLength(1);
  });
});

function of(declared: Readonly<Record<string, DeclaredAccess>>, name: string): DeclaredAccess {
  const found = declared[name];
  if (found === undefined) throw new Error(`${name} is not declared.`);
  return found;
}

function permissionOf(access: DeclaredAccess): string {
  return access.type === "permission" ? access.permission : access.type;
}

/** The first with the permission of the second; what only one of them has stays where it is. */
function withPermission(access: DeclaredAccess, other: DeclaredAccess): DeclaredAccess {
  if (access.type !== "permission" || other.type !== "permission") return other;
  return { ...access, permission: other.permission };
}
