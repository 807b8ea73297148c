import type { BindingRecord, StaleAccess } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { removalWords, staleCsv, staleName, staleRows } from "./stale-rows.ts";

const ben = { type: "user", id: "u_ben", name: "Ben" } as const;
const binding = (id: string, reason = ""): BindingRecord => ({
  id,
  holder: ben,
  role: { id: "r", name: "Editor" },
  scope: { id: "w", type: "workspace", name: "staging", path: "staging" },
  state: "expired",
  notBefore: null,
  expiresAt: "2026-02-01T00:00:00.000Z",
  reason,
  grantedBy: ben,
  grantedAt: "2026-01-01T00:00:00.000Z",
  lastUsedAt: null,
  managedBy: null,
});
const stale: StaleAccess = {
  unusedPrincipals: [{ principal: ben, lastUsedAt: null, createdAt: "2025-01-01T00:00:00.000Z" }],
  unusedKeys: [{ id: "k", name: "laptop", principal: ben, lastUsedAt: null, createdAt: "2025-01-01T00:00:00.000Z" }],
  expiredBindings: [binding("b1")],
  neverUsedBindings: [binding("b1"), binding("b2", "=cmd|' /C calc'!A0")],
};

describe("stale access", () => {
  const rows = staleRows(stale);

  it("lists everything once", () => {
    expect(rows.map((row) => [row.sort, row.id, row.sort === "binding" ? row.why : "unused"])).toEqual([
      ["principal", "u_ben", "unused"],
      ["key", "k", "unused"],
      ["binding", "b1", "expired"],
      ["binding", "b2", "never used"],
    ]);
    expect(rows.map(staleName)).toEqual([
      "Ben",
      "laptop of Ben",
      "Editor of Ben on staging",
      "Editor of Ben on staging",
    ]);
  });

  it("says what removing does", () => {
    expect(removalWords(rows)).toEqual([
      "1 principal is suspended: nothing of theirs is lost, and they can be reactivated.",
      "1 key is revoked for good.",
      "2 roles are taken; what is taken can be given again.",
    ]);
    expect(removalWords([])).toEqual([]);
  });

  it("is exported without a cell that a spreadsheet would run", () => {
    const lines = staleCsv(rows).split("\r\n");
    expect(lines).toHaveLength(6);
    expect(lines[4]).toContain("'=cmd|");
    expect(lines.some((line) => /(^|,)"?[=+@-]/.test(line))).toBe(false);
  });
});
