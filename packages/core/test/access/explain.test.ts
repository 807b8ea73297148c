import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Explanation, MAX_EXPLAINED_GRANTS, type Question } from "../../src/index.ts";
import { explain, listHolders } from "./asked.ts";
import { aMoment, aPermission, aPrincipalId, aScopeId, aWorld } from "./random-world.ts";
import {
  bind,
  container,
  group,
  key,
  LATER,
  NOW,
  type Parts,
  restrict,
  role,
  user,
  withParts,
  world,
} from "./world.ts";

const refund = "dev/support/tone/refund";
const why = (given: Parts, asked: Partial<Question> = {}): Explanation =>
  explain(world(given), { principalId: "ada", permission: "prompt:edit", scopeId: refund, at: NOW, ...asked });

describe("an allowed answer", () => {
  test("is explained by every way from the principal to the permission", () => {
    const explanation = why({
      groups: [group("@a", ["ada"]), group("@b", ["ada"], ["@a"])],
      roles: [role("lead", ["prompt:edit"], ["writes"]), role("writes", ["prompt:view", "prompt:edit"])],
      bindings: [bind("@b", "lead", "dev", { id: "1" }), bind("ada", "workspace.editor", "acme", { id: "2" })],
    });
    if (!explanation.allowed) throw new Error("expected to be allowed");
    expect(explanation.complete).toBe(true);
    expect(explanation.grants.map(({ bindingId, groupIds, roleIds }) => [bindingId, groupIds, roleIds])).toEqual([
      ["1", ["@b"], ["lead"]],
      ["1", ["@b"], ["lead", "writes"]],
      ["1", ["@a", "@b"], ["lead"]],
      ["1", ["@a", "@b"], ["lead", "writes"]],
      ["2", [], ["workspace.editor"]],
    ]);
  });

  // Nested groups in the shape of a ladder: 2^20 ways from the first to the last.
  test("says so when there are more ways than it lists, and does not count them all", () => {
    const rungs = Array.from({ length: 20 }, (_, n) => [
      group(`@l${n}`, [], n === 0 ? ["@start"] : [`@l${n - 1}`, `@r${n - 1}`]),
      group(`@r${n}`, [], n === 0 ? ["@start"] : [`@l${n - 1}`, `@r${n - 1}`]),
    ]).flat();
    const explanation = why({
      groups: [group("@start", ["ada"]), ...rungs],
      bindings: [bind("@l19", "workspace.editor", "dev")],
    });
    if (!explanation.allowed) throw new Error("expected to be allowed");
    expect(explanation.complete).toBe(false);
    expect(explanation.grants.length).toBe(MAX_EXPLAINED_GRANTS);
  });
});

describe("a denied answer", () => {
  const denied = (given: Parts, asked: Partial<Question> = {}) => {
    const explanation = why(given, asked);
    if (explanation.allowed) throw new Error("expected to be denied");
    return explanation;
  };

  test("names the roles that would turn it, and who could bind one", () => {
    const { decision, roles, couldGrant, almost } = denied({
      roles: [role("writer", ["prompt:view", "prompt:edit"]), role("blind", ["prompt:edit"])],
      bindings: [
        bind("bo", "workspace.admin", "dev"),
        bind("cy", "organization.owner", "acme"),
        bind("bot", "workspace.admin", "prod"),
      ],
    });
    expect(decision).toMatchObject({ reason: "no-binding", missing: "prompt:edit" });
    expect(roles.map(({ id }) => id)).toEqual([
      "organization.owner",
      "organization.admin",
      "workspace.admin",
      "workspace.editor",
      "writer",
    ]);
    expect(couldGrant).toEqual(["bo", "cy"]);
    expect(almost).toEqual([]);
  });

  test("counts a role that completes what he has", () => {
    const { roles } = denied({
      roles: [role("blind", ["prompt:edit"])],
      bindings: [bind("ada", "workspace.viewer", "dev")],
    });
    expect(roles.map(({ id }) => id)).toContain("blind");
  });

  test("does not say that he could grant who may hand it on and manages no bindings", () => {
    expect(
      denied({ bindings: [bind("bo", "workspace.developer", "dev")] }, { permission: "prompt:use" }).couldGrant,
    ).toEqual([]);
  });

  const edits = bind("ada", "workspace.editor", "dev", { id: "b" });
  const near: readonly {
    readonly name: string;
    readonly given: Parts;
    readonly asked?: Partial<Question>;
    readonly expected: object;
  }[] = [
    { name: "expired", given: { bindings: [{ ...edits, expiresAt: NOW }] }, expected: { why: "expired" } },
    {
      name: "to come",
      given: { bindings: [{ ...edits, notBefore: LATER }] },
      expected: { why: "not-yet", notBefore: LATER },
    },
    {
      name: "restricted",
      given: { bindings: [edits], restrictions: [restrict("dev", "prompt:edit"), restrict("prod", "prompt:edit")] },
      expected: { why: "restricted", restrictionIds: ["no prompt:edit in dev"] },
    },
    {
      name: "lacking a requirement",
      given: { bindings: [edits], restrictions: [restrict("dev", "prompt:view")] },
      expected: { why: "requirement", missing: "prompt:view" },
    },
    {
      name: "outside the key",
      given: { bindings: [edits], keys: [key("ada", { scopeIds: ["prod"] })] },
      asked: { keyId: "key of ada" },
      expected: { why: "key" },
    },
    {
      name: "of a suspended principal",
      given: { principals: [user("ada", { active: false })], bindings: [edits] },
      expected: { why: "suspended" },
    },
    {
      name: "in an archived place",
      given: { scopes: [container("dev", "workspace", "acme", true)], bindings: [edits] },
      expected: { why: "archived" },
    },
  ];

  test.each(near)("shows a binding that almost counts: $name", ({ given, asked = {}, expected }) => {
    const { almost } = denied(given, asked);
    expect(almost).toEqual([
      { ...expected, grant: expect.objectContaining({ bindingId: "b", roleIds: ["workspace.editor"] }) },
    ]);
  });

  test("has nothing to tell of what does not exist", () => {
    for (const asked of [{ scopeId: "ghost" }, { principalId: "ghost" }, { at: "now" }]) {
      expect(denied({ bindings: [edits] }, asked)).toMatchObject({ roles: [], couldGrant: [] });
    }
  });
});

test("holders are a view of the same decisions, and an explanation never disagrees", () => {
  fc.assert(
    fc.property(aWorld, aPrincipalId, aPermission, aScopeId, aMoment, (state, principalId, permission, scopeId, at) => {
      const explanation = explain(state, { principalId, permission, scopeId, at });
      const holds = listHolders(state, permission, scopeId, at).some((holder) => holder.principalId === principalId);
      expect(holds).toBe(explanation.allowed);
      if (explanation.allowed)
        expect(explanation.grants.length).toBeGreaterThanOrEqual(explanation.decision.grants.length);
      else {
        for (const { id } of explanation.roles) {
          const helped = withParts(state, { bindings: [bind(principalId, id, scopeId)] });
          expect(explain(helped, { principalId, permission, scopeId, at }).allowed).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
