import type { Permission } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { draftChange, includedPermissions, togglePermission, unsavedWords, withDraft } from "./role-drafts.ts";

const role = (id: string, permissions: readonly Permission[], includes: readonly string[] = []) => ({
  id,
  name: id,
  builtIn: false,
  permissions,
  includes,
});
const none = new Map();

describe("drafts of roles", () => {
  // A whole role was kept as its draft once, and the server refused the fields that it has no place for.
  it("keep what is edited and nothing else of a role", () => {
    const reader = role("reader", ["prompt:use"]);
    const drafts = withDraft(none, reader, { ...reader, permissions: ["prompt:view"] });
    expect(drafts.get("reader")).toEqual({ permissions: ["prompt:view"], includes: [] });
  });

  it("turn a permission over, in the catalogue's order", () => {
    const writer = role("writer", ["prompt:use", "prompt:edit"]);
    const added = togglePermission(none, writer, "prompt:view");
    expect(added.get("writer")?.permissions).toEqual(["prompt:use", "prompt:view", "prompt:edit"]);
    const removed = togglePermission(none, writer, "prompt:use");
    expect(removed.get("writer")?.permissions).toEqual(["prompt:edit"]);
  });

  it("are gone once they say what the server has, whatever the order", () => {
    const writer = role("writer", ["prompt:edit", "prompt:use"]);
    const there = togglePermission(none, writer, "prompt:view");
    expect(togglePermission(there, writer, "prompt:view").size).toBe(0);
    expect(withDraft(none, writer, { permissions: ["prompt:use", "prompt:edit"], includes: [] }).size).toBe(0);
  });

  it("say what they change", () => {
    const writer = role("writer", ["prompt:edit", "prompt:use"]);
    const draft = { permissions: ["prompt:use", "prompt:view"] as const, includes: ["reader"] };
    expect(draftChange(writer, draft)).toEqual({
      added: ["prompt:view"],
      removed: ["prompt:edit"],
      includesChanged: true,
    });
    expect(unsavedWords([writer], withDraft(none, writer, draft))).toBe("writer: 1 added, 1 taken away.");
    expect(unsavedWords([writer], withDraft(none, writer, { permissions: writer.permissions, includes: ["x"] }))).toBe(
      "writer: included roles changed.",
    );
    expect(unsavedWords([writer], none)).toBeNull();
  });
});

describe("what comes by included roles", () => {
  const roles = [
    role("lead", ["prompt:publish"], ["writer", "reader"]),
    role("writer", ["prompt:edit"], ["reader"]),
    role("reader", ["prompt:view"]),
  ];

  it("is counted over any number of steps, with the roles it comes through", () => {
    expect([...includedPermissions("lead", roles, none)]).toEqual([
      ["prompt:edit", ["writer"]],
      ["prompt:view", ["writer", "reader"]],
    ]);
  });

  it("follows the drafts of other roles", () => {
    const drafts = new Map([["reader", { permissions: ["prompt:use"] as const, includes: [] }]]);
    expect([...includedPermissions("writer", roles, drafts).keys()]).toEqual(["prompt:use"]);
  });

  it("ends where roles include each other", () => {
    const cycle = [role("a", ["prompt:use"], ["b"]), role("b", ["prompt:view"], ["a"])];
    expect([...includedPermissions("a", cycle, none).keys()]).toEqual(["prompt:view"]);
  });

  it("knows a role that is not yet stored by its draft alone", () => {
    const drafts = new Map([["", { permissions: [] as const, includes: ["reader"] }]]);
    expect([...includedPermissions("", roles, drafts).keys()]).toEqual(["prompt:view"]);
  });
});
