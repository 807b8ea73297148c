import type { FolderRecord, VersionSummary } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { folderLines, prefixFor } from "./folder-tree.ts";
import { grantWords } from "./grant-words.ts";
import { kindOfSegment } from "./kind-words.ts";
import { whyNoRollback } from "./rollback-reason.ts";
import { versionChoices } from "./version-choices.ts";
import { previousVersion, provenanceWords } from "./version-history.ts";

const folder = (id: string, parentId: string | null, path: string): FolderRecord => ({
  id,
  workspaceId: "w",
  parentId,
  name: path.split("/").at(-1) ?? "",
  path,
  archivedAt: null,
});

describe("the folder tree", () => {
  test("writes each folder below its parent, siblings by name", () => {
    const lines = folderLines([folder("2", "1", "b/x"), folder("3", null, "a"), folder("1", null, "b")]);
    expect(lines.map(({ folder: { path }, depth }) => [path, depth])).toEqual([
      ["a", 0],
      ["b", 0],
      ["b/x", 1],
    ]);
  });

  test("shows a folder whose parent one does not see at the top", () => {
    expect(folderLines([folder("2", "hidden", "b/x")]).map(({ depth }) => depth)).toEqual([0]);
  });

  test("narrows to the folder and what is typed after it", () => {
    expect(prefixFor(undefined, undefined)).toBeUndefined();
    expect(prefixFor(folder("1", null, "b"), "x")).toBe("b/x");
    expect(prefixFor(undefined, "x")).toBe("x");
  });
});

const author = { type: "user", id: "u", name: "U" } as const;
const version = (number: number, provenance: VersionSummary["provenance"]): VersionSummary => ({
  id: `v${number}`,
  resourceId: "r",
  number,
  digest: "",
  message: "",
  author,
  claimedAuthor: null,
  createdAt: "",
  labels: [],
  provenance,
});
const saved = (from: string | null) => ({ type: "saved", basedOnVersionId: from }) as const;

test("a version is compared with what it was made from", () => {
  const versions = [version(3, saved("v1")), version(2, { type: "imported", importKey: "k" }), version(1, saved(null))];
  expect(versions.map((one) => previousVersion(versions, one))).toEqual(["v1", "v1", null]);
  expect(versions.map(provenanceWords)).toEqual([null, "imported", null]);
});

test("the versions worth a look are the newest, the live ones and the one looked at, newest first", () => {
  const label = {
    name: "production",
    protected: true,
    versionId: "v3",
    versionNumber: 3,
    digest: "",
    sequence: 1,
    releaseId: "rel",
    releaseKind: "approved",
    releasedAt: "",
    releasedBy: author,
  } as const;
  const drafts = { latestVersion: 5, latestVersionId: "v5", changedAt: "", changedBy: author, openRequestIds: [] };
  expect(versionChoices({ labels: [label, { ...label, name: "staging" }], drafts }, { id: "v4", number: 4 })).toEqual([
    { value: "v5", label: "v5 · newest" },
    { value: "v4", label: "v4" },
    { value: "v3", label: "v3 · production · staging" },
  ]);
});

test.each([
  [{ current: true, rollbackTarget: false }, null, "serves now"],
  [{ current: false, rollbackTarget: false }, null, "approved release"],
  [{ current: false, rollbackTarget: true }, "You may not publish.", "may not publish"],
])("no way back for %j when %j", (release, why, words) => {
  expect(whyNoRollback(release, why)).toContain(words);
});

test("the way back is open to an approved release for whoever may publish", () => {
  expect(whyNoRollback({ current: false, rollbackTarget: true }, null)).toBeNull();
});

test("a grant is told as its path", () => {
  const scope = { id: "w", type: "workspace", name: "production", path: "production" } as const;
  const grant = {
    bindingId: "b",
    groups: [{ id: "g", name: "Reviewers" }],
    roles: [{ id: "r", name: "Reviewer" }],
    scope,
    expiresAt: null,
  };
  expect(grantWords(grant)).toBe("Reviewers → Reviewer on production");
});

test("a kind is found by its address, and no other word is one", () => {
  expect(kindOfSegment("datasets")).toBe("dataset");
  expect(kindOfSegment("prompt")).toBeNull();
});
