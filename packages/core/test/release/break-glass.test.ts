import { describe, expect, test } from "vitest";
import type { ApprovalPolicy } from "../../src/policy/approval-policy.ts";
import {
  type AfterReview,
  afterReviewQuorum,
  afterReviewState,
  decideEmergency,
  type EmergencyFacts,
} from "../../src/release/break-glass.ts";
import { anyReviewer, minute, policy, reviewers, satisfies } from "./request-fixture.ts";

const version = policy("p", 3, anyReviewer);
const matching: ApprovalPolicy = {
  id: "p",
  name: "Production",
  scopeId: "production",
  labelPattern: "live",
  kinds: null,
  current: version,
};
const facts: EmergencyFacts = {
  policies: [matching],
  current: { releaseId: "release-4", sequence: 4 },
  expectedSequence: null,
  bySignedInPerson: true,
  owed: [],
};

describe("an emergency release", () => {
  test.each<[string, Partial<EmergencyFacts>, string | null]>([
    ["goes past the policies", {}, null],
    ["of a label that has served nothing", { current: { releaseId: null, sequence: 0 } }, null],
    ["with the sequence that was seen", { expectedSequence: 4 }, null],
    ["I10 of a label that moved meanwhile", { expectedSequence: 3 }, "label_moved"],
    ["through a key", { bySignedInPerson: false }, "no_person"],
    ["where no policy stands in the way", { policies: [] }, "not_protected"],
    ["while a review is owed and not due", { owed: [{ useId: "u", dueAt: minute(31) }] }, null],
    ["the moment a review is due", { owed: [{ useId: "u", dueAt: minute(30) }] }, "review_overdue"],
    [
      "with one of two overdue",
      {
        owed: [
          { useId: "u", dueAt: minute(40) },
          { useId: "v", dueAt: minute(1) },
        ],
      },
      "review_overdue",
    ],
    ["I2 a review that is due at no moment", { owed: [{ useId: "u", dueAt: "" }] }, "review_overdue"],
  ])("%s", (_, changes, reason) => {
    const decided = decideEmergency({ ...facts, ...changes }, minute(30));
    expect(decided.ok ? null : decided.error.reason).toBe(reason);
    if (!decided.ok) {
      expect(decided.error.message).toMatch(/^[A-Z].*\.$/);
      return;
    }
    expect(decided.value).toEqual({
      kind: "break-glass",
      sequence: ({ ...facts, ...changes }.current.sequence ?? 0) + 1,
      policyVersions: [{ policyId: "p", number: 3 }],
    });
  });
});

describe("I7 the review afterwards", () => {
  const look = (principalId: string, verdict: AfterReview["verdict"] = "approve"): AfterReview => ({
    id: `after-${principalId}`,
    principalId,
    verdict,
    at: minute(40),
  });
  const who = reviewers(["ann", "ben", "breaker", "author"], { contributors: new Set(["author", "breaker"]) });
  test.each<[string, number, AfterReview[], boolean]>([
    ["nobody has looked", 1, [], false],
    ["one of one", 1, [look("ann")], true],
    ["one who finds fault", 1, [look("ann", "object")], true],
    ["whoever released it", 1, [look("breaker")], false],
    ["whoever wrote it", 1, [look("author")], false],
    ["somebody without the right", 1, [look("cem")], false],
    ["a machine", 1, [look("robot")], false],
    ["one of two", 2, [look("ann"), look("ann")], false],
    ["two of two, one of whom finds fault", 2, [look("ann"), look("ben", "object")], true],
  ])("%s", (_, count, reviews, satisfied) => {
    const quorum = afterReviewQuorum({
      policies: [policy("p", 1, { ...anyReviewer, count })],
      path: "support/reply",
      reviews,
      reviewers: who,
      satisfies,
    });
    expect(quorum.satisfied).toBe(satisfied);
  });

  test("whoever owns the path has to look as well", () => {
    const owners = [
      { pattern: "support/**", requirement: { type: "people", principalIds: ["ben"], count: 1 } as const },
    ];
    const version = policy("p", 1, anyReviewer);
    const facts = { policies: [{ ...version, terms: { ...version.terms, owners } }], reviewers: who, satisfies };
    const settled = (path: string, ...reviews: AfterReview[]) =>
      afterReviewQuorum({ ...facts, path, reviews }).satisfied;
    expect(settled("support/reply", look("ann"))).toBe(false);
    expect(settled("support/reply", look("ann"), look("ben"))).toBe(true);
    expect(settled("other/reply", look("ann"))).toBe(true);
  });

  test.each([
    ["owed", minute(60), null, [], "owed"],
    ["due this moment", minute(50), null, [look("ann")], "overdue"],
    ["settled in time, and asked long after", minute(10), minute(9), [look("ann")], "reviewed"],
    ["settled late", minute(10), minute(45), [look("ann")], "reviewed"],
    ["with fault found", minute(60), minute(45), [look("ann"), look("ben", "object")], "objected"],
  ] as const)("%s", (_, dueAt, settledAt, reviews, state) => {
    expect(afterReviewState({ dueAt, settledAt }, reviews, minute(50))).toBe(state);
  });
});
