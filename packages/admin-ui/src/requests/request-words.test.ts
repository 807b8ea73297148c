import type { RequestRecord } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { changeWords } from "./change-words.ts";
import { conversationOf } from "./conversation-items.ts";
import { eventWords } from "./event-words.ts";
import { nextStep, otherBlockers } from "./next-step.ts";
import { changeSentence, checkWords, eligibleWords, isMet, policyNote } from "./requirement-words.ts";
import { openThreads, placeWords, threadsAt, threadsOf } from "./threads.ts";

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
  dismiss: no,
  break_glass: no,
  schedule: no,
  unschedule: no,
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

  test("what is approved and frozen waits for no judgement, and says until when", () => {
    const frozen = { code: "frozen", message: "It is frozen until Monday.", remedy: "Publish it then." };
    const approved = { ...open, state: "approved", blockers: [frozen], actions: { ...nothing, approve: yes } } as const;
    expect(nextStep(approved)).toMatchObject({ tone: "wait", headline: "It is frozen until Monday.", action: null });
    const check = { code: "check_missing", message: "eval is missing.", remedy: "Let it run." };
    expect(otherBlockers({ ...open, blockers: [missing, check] })).toEqual([]);
  });

  test("a change is said in words, and a check with what to do about it", () => {
    expect(changeSentence({ type: "everything" })).toMatch(/everything is new/);
    expect(changeSentence({ type: "difference", areas: ["model", "tools"], lines: 3, characters: 9 })).toBe(
      "The model changed and a tool changed; 3 lines added and removed.",
    );
    expect(checkWords({ applies: true, state: "expired" })).toEqual({
      state: "expired",
      remedy: "Let the check run again.",
    });
    expect(checkWords({ applies: false, state: "missing" }).remedy).toBeNull();
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

const comment = {
  id: "c1",
  author: ada,
  body: "Why?",
  anchor: null,
  threadId: null,
  resolvedAt: null,
  resolvedBy: null,
  at: "2026-01-01T00:00:03Z",
} as const;
const side = { versionId: null, versionNumber: null, content: null, expanded: null, closure: [] } as const;
const comparison = {
  before: { ...side, digest: "sha256:a" },
  after: { ...side, digest: "sha256:b" },
  changes: [],
} as const;
const review = {
  id: "r1",
  reviewer: ben,
  verdict: "approve",
  digest: "sha256:a",
  body: "",
  at: "2026-01-01T00:00:02Z",
  counts: true,
  whyNot: null,
  dismissal: null,
} as const;

test("a review and a comment are told once, all in the order of time", () => {
  const timeline = [
    { at: "2026-01-01T00:00:01Z", actor: ada, event: "opened", text: "sha256:a" },
    { at: review.at, actor: ben, event: "approved", text: "" },
    { at: comment.at, actor: ada, event: "commented", text: "Why?" },
  ];
  const answer = { ...comment, id: "c2", threadId: "c1", at: "2026-01-01T00:00:04Z" };
  const items = conversationOf({ timeline, reviews: [review], comments: [comment, answer], comparison });
  expect(items.map(({ type }) => type)).toEqual(["event", "review", "thread"]);
  expect(threadsOf({ comments: [comment, answer], comparison })).toEqual([
    { first: comment, answers: [answer], place: null },
  ]);
});

test("a thread stands below the line of its side, and one on an earlier content below none", () => {
  const on = (id: string, digest: string) => ({ ...comment, id, anchor: { path: "/text", line: 2, digest } });
  const served = on("c1", "sha256:a");
  const proposed = on("c2", "sha256:b");
  const earlier = on("c3", "sha256:c");
  const resolved = { ...on("c4", "sha256:b"), resolvedAt: comment.at, resolvedBy: ben };
  const request = { comments: [served, proposed, earlier, resolved, comment], comparison };
  const ids = (line: number, of: "before" | "after") =>
    threadsAt(request, "/text", line, of).map(({ first }) => first.id);
  expect(ids(2, "before")).toEqual(["c1"]);
  expect(ids(2, "after")).toEqual(["c2", "c4"]);
  expect(ids(3, "after")).toEqual([]);
  // What is open is counted wherever it stands; what is on no line is talk.
  expect(openThreads(request).map(({ first }) => first.id)).toEqual(["c1", "c2", "c3"]);
  expect(threadsOf(request).map(placeWords)).toEqual([
    "on line 2 of what is served",
    "on line 2",
    "on line 2 of what was proposed earlier",
    "on line 2",
    "",
  ]);
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
