import { type AccessSlice, builtInRoles } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { decideWith } from "./may.ts";

const at = "2026-03-01T00:00:00.000Z";
const scope = (id: string, type: "organization" | "workspace" | "folder", parentId: string | null) => ({
  id,
  type,
  parentId,
  kind: null,
  name: id,
  archived: false,
});

function sliceWith(roleId: string, scopeId: string, expiresAt: string | null = null): AccessSlice {
  return {
    organizationId: "org",
    principalId: "me",
    revision: 1,
    at,
    state: {
      organizationId: "org",
      revision: 1,
      principals: [{ id: "me", type: "user", active: true, localSignIn: true, homeScopeId: null, responsibleIds: [] }],
      groups: [],
      roles: [...builtInRoles.values()].map((role) => ({
        id: role.id,
        name: role.name,
        description: role.description,
        builtIn: role.builtIn,
        permissions: role.permissions.toHex(),
        includes: role.includes,
      })),
      bindings: [{ id: "b", holder: { type: "principal", id: "me" }, roleId, scopeId, notBefore: null, expiresAt }],
      restrictions: [],
      scopes: [
        scope("org", "organization", null),
        scope("dev", "workspace", "org"),
        scope("dev/a", "folder", "dev"),
        scope("prod", "workspace", "org"),
      ],
      keys: [],
    },
  };
}

describe("the browser's decision", () => {
  const decide = decideWith(sliceWith("workspace.editor", "dev"));

  test("allows what a binding allows, downwards and nowhere else", () => {
    expect(decide("prompt:edit", "dev")).toEqual({ allowed: true, why: null });
    expect(decide("prompt:edit", "dev/a").allowed).toBe(true);
    expect(decide("prompt:edit", "prod").allowed).toBe(false);
    expect(decide("prompt:publish", "dev").allowed).toBe(false);
  });

  test("gives a resource that the slice does not hold what its folder has", () => {
    expect(decide("prompt:edit", ["res_unknown", "dev/a", "dev"]).allowed).toBe(true);
    expect(decide("prompt:edit", ["res_unknown", null, "prod"]).allowed).toBe(false);
  });

  test("refuses at a place that nobody knows", () => {
    expect(decide("prompt:edit", "elsewhere").allowed).toBe(false);
    expect(decide("prompt:edit", ["elsewhere", null]).allowed).toBe(false);
    expect(decide("prompt:edit", []).allowed).toBe(false);
  });

  test("says which permission is missing", () => {
    expect(decide("role:manage", null).why).toContain("role:manage");
  });

  test("counts a binding in its time only", () => {
    expect(decideWith(sliceWith("workspace.editor", "dev", at))("prompt:edit", "dev").allowed).toBe(false);
  });
});
