import { describe, expect, test } from "vitest";
import {
  authorize,
  CountersignError,
  forbidden,
  httpStatusOf,
  isCountersignError,
  type Permission,
  refusalCodes,
} from "../src/index.ts";
import { bind, container, group, key, NOW, type Parts, restrict, role, user, world } from "./access/world.ts";

test("every code has a status, and the statuses are these", () => {
  expect(Object.fromEntries(refusalCodes.map((code) => [code, httpStatusOf(code)]))).toEqual({
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    escalation: 403,
    not_found: 404,
    conflict: 409,
    stale: 409,
    archived: 409,
    last_owner: 409,
    policy_unsatisfied: 409,
    too_large: 413,
    idempotency_mismatch: 422,
    limit: 429,
    internal: 500,
    unavailable: 503,
  });
});

describe("the error", () => {
  test("carries a refusal and gives it back", () => {
    const refusal = {
      code: "forbidden",
      message: "No.",
      remedy: "Ask.",
      permission: "prompt:edit",
      details: { a: [1] },
    } as const;
    const error = new CountersignError(refusal);
    expect(error).toMatchObject({ name: "CountersignError", ...refusal });
    expect(error.toRefusal()).toEqual(refusal);
    expect(new CountersignError({ code: "conflict", message: "Late." }).toRefusal()).toEqual({
      code: "conflict",
      message: "Late.",
    });
  });

  test("is recognized by its mark, not by its class", () => {
    const foreign = Object.assign(new Error("x"), { [Symbol.for("countersign.error")]: true });
    expect(isCountersignError(foreign)).toBe(true);
    expect(isCountersignError(new CountersignError({ code: "internal", message: "x" }))).toBe(true);
    for (const other of [null, undefined, "x", {}, new Error("x"), { [Symbol.for("countersign.error")]: "yes" }]) {
      expect(isCountersignError(other)).toBe(false);
    }
  });
});

describe("I15 the refusal of a denial", () => {
  const ada = bind("ada", "workspace.editor", "dev", { id: "secret-binding" });
  const cases: readonly {
    readonly reason: string;
    readonly given: Parts;
    readonly keyId?: string;
    readonly scopeId?: string;
    readonly permission?: Permission;
  }[] = [
    { reason: "no-binding", given: { bindings: [bind("bo", "workspace.admin", "dev")] } },
    {
      reason: "restricted",
      given: { bindings: [ada], restrictions: [{ ...restrict("dev", "prompt:edit"), id: "secret-rule" }] },
    },
    {
      reason: "requirement",
      given: { bindings: [ada], restrictions: [{ ...restrict("dev", "prompt:view"), id: "secret-rule" }] },
    },
    {
      reason: "expired",
      given: {
        groups: [group("@secret", ["ada"])],
        bindings: [bind("@secret", "workspace.editor", "dev", { expiresAt: NOW })],
      },
    },
    { reason: "suspended", given: { principals: [user("ada", { active: false })], bindings: [ada] } },
    { reason: "archived", given: { scopes: [container("dev", "workspace", "acme", true)], bindings: [ada] } },
    {
      reason: "key-scope",
      given: { bindings: [ada], keys: [key("ada", { id: "secret-key", scopeIds: ["prod"] })] },
      keyId: "secret-key",
    },
    { reason: "meaningless-here", given: { bindings: [ada] }, permission: "audit:view" },
    {
      reason: "no-binding",
      given: { roles: [role("secret-role", ["prompt:edit"])], bindings: [bind("bo", "secret-role", "dev")] },
    },
  ];

  test.each(cases)(
    "I15 $reason names what is missing and nothing of others",
    ({ reason, given, keyId, permission = "prompt:edit" }) => {
      const decision = authorize(world(given), { principalId: "ada", permission, scopeId: "dev", at: NOW, keyId });
      if (decision.allowed) throw new Error("expected to be denied");
      expect(decision.reason).toBe(reason);
      const refusal = forbidden(decision, ["Editor"]);
      expect(refusal).toMatchObject({ code: "forbidden", permission: decision.missing, details: { reason } });
      expect(refusal.message).toContain(decision.missing);
      const text = JSON.stringify(refusal);
      for (const word of ["secret", '"bo"', "dev", "acme", "workspace."]) expect(text).not.toContain(word);
    },
  );

  test("I15 names roles only where it is given them", () => {
    const decision = authorize(world(), { principalId: "ada", permission: "prompt:edit", scopeId: "dev", at: NOW });
    if (decision.allowed) throw new Error("expected to be denied");
    expect(forbidden(decision, ["Editor", "Lead"]).remedy).toBe(
      "Ask an administrator for one of the roles that give it: Editor, Lead.",
    );
    expect(forbidden(decision).remedy).toBe("Ask an administrator for it.");
  });

  test("I1 says no where nothing could be decided", () => {
    const decision = authorize(world(), { principalId: "ada", permission: "prompt:edit", scopeId: "dev", at: "soon" });
    if (decision.allowed) throw new Error("expected to be denied");
    expect(forbidden(decision)).toMatchObject({ code: "forbidden" });
  });
});
