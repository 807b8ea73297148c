import type { RequestRecord } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { changeWords } from "./change-words.ts";
import { commentsAt, conversationOf } from "./conversation-items.ts";
import { eventWords } from "./event-words.ts";
import { nextStep, otherBlockers } from "./next-step.ts";
import { eligibleWords, isMet, policyNote } from "./requirement-words.ts";

const ada = { type: "user", id: "usr_ada", name: "Ada" } as const;
const ben = { type: "user", id: "usr_ben", name: "Ben" } as const;
const no = { allowed: false, why: "Ask a reviewer." } as const;
const yes = { allowed: true } as const;
const nothing: RequestRecord["actions"] = {
  approve: no,
  request_changes: no,
  comment: no,
  push: no,
  rebase: no,
  cancel: no,
  reject: no,
  publish: no,
};
const target = { workspaceId: "w", workspaceName: "production", path: "a", label: "production", resourceId: null };
const missing = { code: "requirement_missing", message: "1 approval is missing.", remedy: "A reviewer approves it." };
const open = { state: "open", blockers: [missing], actions: nothing, target, release: null } as const;

describe("nextStep", () => {
  test.each([
    ["a reviewer judges", { ...open, actions: { ...nothing, approve: yes } }, "act", "approve"],
    ["others wait for the approval", open, "wait", null],
    [
      "a publisher publishes what is ready",
      { ...open, blockers: [], actions: { ...nothing, publish: yes } },
      "act",
      "publish",
    ],
    ["others wait for a publisher", { ...open, blockers: [] }, "wait", null],
    ["a stale one is rebased", { ...open, state: "stale", actions: { ...nothing, rebase: yes } }, "act", "rebase"],
    ["others wait for the rebase", { ...open, state: "stale" }, "wait", null],
    ["a published one is done", { ...open, state: "published", blockers: [] }, "done", null],
    ["a rejected one has ended", { ...open, state: "rejected" }, "ended", null],
    ["a cancelled one has ended", { ...open, state: "cancelled" }, "ended", null],
    ["an expired one has ended", { ...open, state: "expired" }, "ended", null],
  ] as const)("%s", (_name, request, tone, action) => {
    expect(nextStep(request)).toMatchObject({ tone, action });
  });

  test("whoever waits reads what is missing and what remedies it", () => {
    const step = nextStep({ ...open, blockers: [missing, missing] });
    expect(step.headline).toBe("It waits for approval");
    expect(step.detail).toBe("1 approval is missing. A reviewer approves it. And 1 more below.");
  });

  test("what stands in the way is said once: it stood in the next step, among the requirements and below them", () => {
    const objection = { code: "changes_requested", message: "Ben has requested changes.", remedy: "Push another." };
    const gone = { code: "stale", message: "The address cannot be served.", remedy: "Restore it." };
    expect(otherBlockers(open)).toEqual([]);
    const waiting = { ...open, blockers: [objection, gone, missing] };
    expect(nextStep(waiting).headline).toBe(objection.message);
    expect(otherBlockers(waiting)).toEqual([gone]);
    // A reviewer's next step is his own; what somebody else objected to stands below.
    const judging = { ...waiting, actions: { ...nothing, approve: yes } };
    expect(otherBlockers(judging)).toEqual([objection, gone]);
  });
});

const comment = { id: "c1", author: ada, body: "Why?", anchor: null, resolvedAt: null, at: "2026-01-01T00:00:03Z" };
const review = {
  id: "r1",
  reviewer: ben,
  verdict: "approve",
  digest: "sha256:a",
  body: "",
  at: "2026-01-01T00:00:02Z",
  counts: true,
  whyNot: null,
} as const;

test("a review and a comment are told once, all in the order of time", () => {
  const timeline = [
    { at: "2026-01-01T00:00:01Z", actor: ada, event: "opened", text: "sha256:a" },
    { at: review.at, actor: ben, event: "approved", text: "" },
    { at: comment.at, actor: ada, event: "commented", text: "Why?" },
  ];
  const items = conversationOf({ timeline, reviews: [review], comments: [comment] });
  expect(items.map(({ type }) => type)).toEqual(["event", "review", "comment"]);
});

test("a comment on an earlier content stands below no line of this one", () => {
  const anchored = { ...comment, anchor: { path: "/text", line: 2, digest: "sha256:a" } };
  const comments = [anchored];
  expect(commentsAt({ comments, digest: "sha256:a" }, "/text", 2)).toEqual([anchored]);
  expect(commentsAt({ comments, digest: "sha256:a" }, "/text", 3)).toEqual([]);
  expect(commentsAt({ comments, digest: "sha256:b" }, "/text", 2)).toEqual([]);
});

test("an event is told in words, with its digest or what was said", () => {
  expect(eventWords({ event: "pushed", text: "sha256:ab" })).toEqual({
    words: "pushed another version",
    note: null,
    digest: "sha256:ab",
  });
  expect(eventWords({ event: "rejected", text: "Too long." }).note).toBe("Too long.");
  expect(eventWords({ event: "some-new-event", text: "" }).words).toBe("some new event");
});

test("a requirement says who could meet it, by name only where one may know", () => {
  expect(isMet({ metBy: [ada], required: 1 })).toBe(true);
  expect(isMet({ metBy: [ada], required: 2 })).toBe(false);
  expect(eligibleWords({ eligible: [ben], eligibleCount: 1 })).toBe("Could: Ben");
  expect(eligibleWords({ eligible: null, eligibleCount: 3 })).toBe("3 other people could.");
  expect(eligibleWords({ eligible: null, eligibleCount: 0 })).toContain("Nobody else");
});

test("a policy that changed meanwhile says that both versions count", () => {
  expect(policyNote({ versionAtOpening: 2, versionNow: 2 })).toBeNull();
  expect(policyNote({ versionAtOpening: 1, versionNow: 2 })).toContain("versions 1 and 2 both count");
  expect(policyNote({ versionAtOpening: null, versionNow: 1 })).toContain("came into force after");
  expect(policyNote({ versionAtOpening: 1, versionNow: null })).toContain("still counts");
});

test("changed areas are named once", () => {
  const change = (area: string) => ({ area, path: "", before: null, after: null });
  expect(changeWords([change("system-message"), change("variables-added"), change("variables-added")])).toEqual([
    "system message",
    "variables added (2)",
  ]);
});
