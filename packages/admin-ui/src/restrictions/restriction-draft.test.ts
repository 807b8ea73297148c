import { describe, expect, it } from "vitest";
import { type RestrictionDraft, removedAt, restrictionProblem, togglePermission } from "./restriction-draft.ts";

const empty: RestrictionDraft = { scopeId: "prod", permissions: [], reason: "" };

describe("a restriction being made", () => {
  it("takes a permission in and out, in the catalogue's order", () => {
    const both = togglePermission(togglePermission(empty, "prompt:delete"), "prompt:view");
    expect(both.permissions).toEqual(["prompt:view", "prompt:delete"]);
    expect(togglePermission(both, "prompt:view").permissions).toEqual(["prompt:delete"]);
  });

  it("leaves out at a workspace what means something in the organization only, and has it again there", () => {
    const draft = { ...empty, permissions: ["prompt:delete", "audit:view"] } as const;
    expect(removedAt(draft, "workspace")).toEqual(["prompt:delete"]);
    expect(removedAt(draft, "organization")).toEqual(["prompt:delete", "audit:view"]);
  });

  it("says what is missing, one thing after the other", () => {
    const chosen = togglePermission(empty, "prompt:delete");
    expect(restrictionProblem(empty, null)).toBe("Choose where.");
    expect(restrictionProblem(empty, "workspace")).toMatch(/^Choose what/);
    expect(restrictionProblem({ ...empty, permissions: ["audit:view"] }, "workspace")).toMatch(/^Choose what/);
    expect(restrictionProblem({ ...chosen, reason: "  " }, "workspace")).toMatch(/^Say why/);
    expect(restrictionProblem({ ...chosen, reason: "An incident" }, "workspace")).toBeNull();
  });
});
