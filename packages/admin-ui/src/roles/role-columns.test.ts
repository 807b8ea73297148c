import type { Permission, RoleRecord } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { roleColumns } from "./role-columns.ts";

const role = (id: string, permissions: readonly Permission[], includes: readonly string[] = []): RoleRecord => ({
  id,
  name: id.toUpperCase(),
  description: "",
  builtIn: false,
  permissions,
  includes,
  may: permissions,
  mayGrant: [],
  bindingCount: 0,
  managedBy: null,
  createdAt: "2026-01-01T00:00:00.000Z",
});

describe("a role's column", () => {
  const all = [role("lead", ["prompt:publish"], ["writer"]), role("writer", ["prompt:edit", "prompt:view"])];
  const [lead] = roleColumns(all, all, new Map());

  it("tells what the role names from what it includes", () => {
    expect(lead?.standingOf("prompt:publish").standing).toBe("own");
    expect(lead?.standingOf("prompt:edit")).toEqual({
      standing: "included",
      note: "Comes by WRITER",
      idle: false,
      changed: false,
    });
    expect(lead?.standingOf("prompt:review").standing).toBe("none");
  });

  it("finds what is given without effect", () => {
    const alone = role("alone", ["prompt:edit"]);
    const [column] = roleColumns([alone], [alone], new Map());
    expect(column?.standingOf("prompt:edit")).toMatchObject({
      idle: true,
      note: "Without effect: it needs prompt:view too",
    });
  });

  it("marks what differs from what is saved", () => {
    const drafts = new Map([["writer", { permissions: ["prompt:view", "prompt:use"] as const, includes: [] }]]);
    const [, writer] = roleColumns(all, all, drafts);
    expect(writer?.standingOf("prompt:edit")).toMatchObject({ standing: "none", changed: true });
    expect(writer?.standingOf("prompt:use")).toMatchObject({ standing: "own", changed: true });
    expect(writer?.standingOf("prompt:view").changed).toBe(false);
  });
});
