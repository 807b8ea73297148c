import type { TreeChangeRecord, TreeRequestRecord } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { treeChangeLine, treeChangeSort } from "../content/tree-change-words.ts";
import { treeEventWords } from "./event-words.ts";
import { blockersBeside } from "./next-step.ts";
import { treeNextStep } from "./tree-next-step.ts";

const no = { allowed: false, why: "Ask a reviewer." } as const;
const yes = { allowed: true } as const;
const nothing: TreeRequestRecord["actions"] = {
  approve: no,
  request_changes: no,
  rebase: no,
  cancel: no,
  reject: no,
  publish: no,
};
const missing = { code: "requirement_missing", message: "1 approval is missing.", remedy: "A reviewer approves it." };
const open = { state: "open", blockers: [missing], actions: nothing } as const;

describe("treeNextStep", () => {
  test.each([
    ["a reviewer judges", { ...open, actions: { ...nothing, approve: yes } }, "act", "approve"],
    ["others wait for the approval", open, "wait", null],
    ["a publisher carries it out", { ...open, blockers: [], actions: { ...nothing, publish: yes } }, "act", "publish"],
    ["others wait for a publisher", { ...open, blockers: [] }, "wait", null],
    ["a stale one is rebased", { ...open, state: "stale", actions: { ...nothing, rebase: yes } }, "act", "rebase"],
    ["others wait for the rebase", { ...open, state: "stale" }, "wait", null],
    ["one that was carried out is done", { ...open, state: "published", blockers: [] }, "done", null],
    ["a rejected one has ended", { ...open, state: "rejected" }, "ended", null],
    ["a cancelled one has ended", { ...open, state: "cancelled" }, "ended", null],
    ["an expired one has ended", { ...open, state: "expired" }, "ended", null],
  ] as const)("%s", (_name, request, tone, action) => {
    expect(treeNextStep(request)).toMatchObject({ tone, action });
  });

  test("what approval waits for is said among the policies, and what else stands in the way besides", () => {
    const objection = { code: "objection", message: "Rita asked for changes.", remedy: "Answer her." };
    expect(blockersBeside([missing, objection], treeNextStep(open))).toEqual([objection]);
  });
});

describe("a change of the tree in words", () => {
  const move: TreeChangeRecord = {
    type: "move",
    scope: { id: "res_1", type: "resource", name: "refund", path: "production/support/refund" },
    kind: "prompt",
    from: "support/refund",
    parentId: "fld_1",
    name: "reply",
    to: "production/support/reply",
    label: null,
  };
  const still = { ...move, parentId: null, name: null, to: null };
  test.each<readonly [TreeChangeRecord, string, string]>([
    [move, "Rename production/support/refund to production/support/reply", "Rename of a prompt"],
    [
      { ...move, to: "production/eu/refund" },
      "Move production/support/refund to production/eu/refund",
      "Move of a prompt",
    ],
    [{ ...still, type: "archive" }, "Archive production/support/refund", "Archiving of a prompt"],
    [
      { ...still, type: "restore", kind: "evaluation" },
      "Restore production/support/refund",
      "Restoring of an evaluation",
    ],
    [
      { ...still, type: "withdraw", label: "live" },
      "Withdraw live of production/support/refund",
      "Withdrawal of a label",
    ],
  ])("%o", (change, line, sort) => {
    expect(treeChangeLine(change)).toBe(line);
    expect(treeChangeSort(change)).toBe(sort);
  });

  test("once it was carried out it still names where it was", () => {
    const moved = { ...move, scope: { ...move.scope, path: "production/support/reply" } };
    expect(treeChangeLine(moved)).toBe("Rename production/support/refund to production/support/reply");
  });

  test("its events are told as those of a change", () => {
    expect(treeEventWords({ event: "opened", text: "sha256:ab" })).toEqual({
      words: "asked for the change",
      note: null,
      digest: "sha256:ab",
    });
    expect(treeEventWords({ event: "rejected", text: "no" })).toMatchObject({ words: "rejected it", note: "no" });
  });
});
