import type { BindingRecord, GroupRecord } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { groupsAround, heldRoles, soonestEnd } from "./held-roles.ts";

const binding = (role: string, path: string, more: Partial<BindingRecord> = {}): BindingRecord => ({
  id: `${role}@${path}`,
  holder: { type: "user", id: "u", name: "U" },
  role: { id: role, name: role },
  scope: { id: path, type: "workspace", name: path, path },
  state: "active",
  notBefore: null,
  expiresAt: null,
  reason: "",
  grantedBy: { type: "user", id: "a", name: "A" },
  grantedAt: "2026-01-01T00:00:00.000Z",
  lastUsedAt: null,
  managedBy: null,
  ...more,
});
const group = (id: string, inner: readonly string[], bindings: readonly BindingRecord[] = []): GroupRecord => ({
  id,
  name: id,
  description: "",
  members: [],
  groups: inner.map((innerId) => ({ id: innerId, name: innerId })),
  bindings,
  managedBy: null,
  createdAt: "2026-01-01T00:00:00.000Z",
});

describe("the roles somebody holds", () => {
  const groups = [
    group("all", ["engineers"], [binding("Viewer", "staging", { expiresAt: "2026-05-01T00:00:00.000Z" })]),
    group("engineers", [], [binding("Editor", "development")]),
    group("others", [], [binding("Owner", "Northwind")]),
  ];

  it("are direct ones, and those of groups over any number of steps", () => {
    const member = { bindings: [binding("Publisher", "production")], groups: [{ id: "engineers", name: "engineers" }] };
    const roles = heldRoles(member, groups);
    expect(roles.map(({ roleName, where, group: by }) => `${roleName} ${where} ${by ?? "direct"}`)).toEqual([
      "Publisher production direct",
      "Viewer staging all",
      "Editor development engineers",
    ]);
    expect(soonestEnd(roles)).toBe("2026-05-01T00:00:00.000Z");
  });

  it("leave out what ended and what has not begun", () => {
    const bindings = [binding("A", "x", { state: "expired" }), binding("B", "x", { state: "not-yet" })];
    expect(heldRoles({ bindings, groups: [] }, groups)).toEqual([]);
    expect(soonestEnd([])).toBeNull();
  });

  it("end where groups hold each other", () => {
    const cycle = [group("a", ["b"]), group("b", ["a"])];
    expect(groupsAround(["a"], cycle).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
