import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EligibilityPath, isEligibleIndependently } from "../../src/release/eligibility.ts";
import type { ReleaseRequest } from "../../src/release/release-request.ts";
import {
  countReviews,
  type Review,
  type ReviewerFacts,
  type UncountedReason,
  uncountedReasons,
  whyApprovalWouldNotCount,
} from "../../src/release/review.ts";
import { digests, minute, request, review, reviewers, target } from "./request-fixture.ts";

const all = reviewers(["ann", "ben", "author", "robot"]);
const granted = (grantedBy: string | null, at: number) => ({ grantedBy, at: minute(at) });
const eligible = (...paths: EligibilityPath[]): ReviewerFacts => ({ ...all, eligibility: () => paths });
const pushed: ReleaseRequest = {
  ...request,
  content: { ...request.content, digest: digests.v2, pushedAt: minute(30) },
};
const pushedBack: ReleaseRequest = { ...request, content: { ...request.content, pushedAt: minute(40) } };

describe("a single review", () => {
  test.each<
    [name: string, review: Review, facts: ReviewerFacts, request: ReleaseRequest, reason: UncountedReason | null]
  >([
    ["an approval", review("ann", "approve"), all, request, null],
    ["an objection", review("ann", "request_changes"), all, request, null],
    ["a comment", review("ann", "comment"), all, request, "comment"],
    ["I8 of another request", review("ann", "approve", { requestId: "other" }), all, request, "other-request"],
    [
      "I8 for another workspace",
      review("ann", "approve", { target: { ...target, workspaceId: "x" } }),
      all,
      request,
      "other-address",
    ],
    [
      "I8 for another path",
      review("ann", "approve", { target: { ...target, path: "x" } }),
      all,
      request,
      "other-address",
    ],
    [
      "I8 for another label",
      review("ann", "approve", { target: { ...target, label: "x" } }),
      all,
      request,
      "other-address",
    ],
    ["I8 against another base", review("ann", "approve", { baseReleaseId: "release-3" }), all, request, "other-base"],
    ["I8 against no base", review("ann", "approve", { baseReleaseId: null }), all, request, "other-base"],
    ["I8 of another digest", review("ann", "approve", { digest: digests.v2 }), all, request, "dismissed-by-change"],
    [
      "I8 of another closure",
      review("ann", "approve", { closureDigest: digests.v2 }),
      all,
      request,
      "dismissed-by-change",
    ],
    ["I8 before the last push", review("ann", "approve"), all, pushed, "dismissed-by-change"],
    [
      "I8 before the last push, of content that came back",
      review("ann", "approve"),
      all,
      pushedBack,
      "dismissed-by-change",
    ],
    ["an objection before the last push stands", review("ann", "request_changes"), all, pushed, null],
    [
      "an objection against another base stands",
      review("ann", "request_changes", { baseReleaseId: "release-3" }),
      all,
      request,
      null,
    ],
    ["a dismissed objection", review("ann", "request_changes", { dismissed: true }), all, request, "dismissed"],
    ["I7 a dismissed approval", review("ann", "approve", { dismissed: true }), all, request, "dismissed"],
    [
      "I8 an objection for another path",
      review("ann", "request_changes", { target: { ...target, path: "x" } }),
      all,
      request,
      "other-address",
    ],
    ["I7 a service account's approval", review("robot", "approve"), all, request, "not-a-person"],
    ["a service account's objection", review("robot", "request_changes"), all, request, "not-a-person"],
    ["I7 a contributor's approval", review("author", "approve"), all, request, "contributor"],
    ["I7 the approval of one who lost review", review("ann", "approve"), reviewers([]), request, "lost-review"],
    ["I7 the objection of one who lost review stands", review("ann", "request_changes"), reviewers([]), request, null],
    [
      "I7 the objection of one who became a contributor stands",
      review("author", "request_changes"),
      all,
      request,
      null,
    ],
    [
      "made eligible by a contributor meanwhile",
      review("ann", "approve"),
      eligible([granted("author", 5)]),
      request,
      "eligible-through-contributor",
    ],
    [
      "made eligible by a contributor before",
      review("ann", "approve"),
      eligible([granted("author", -5)]),
      request,
      null,
    ],
    ["made eligible by another meanwhile", review("ann", "approve"), eligible([granted("owner", 5)]), request, null],
  ])("%s", (_, given, facts, current, reason) => {
    const counted = countReviews(current, [given], facts);
    expect(counted.uncounted).toEqual(reason === null ? [] : [{ review: given, reason }]);
    const standing = { approve: counted.approvals, request_changes: counted.objections, comment: [] }[given.verdict];
    expect(standing).toEqual(reason === null ? [given] : []);
  });

  test.each(Object.entries(uncountedReasons))("%s is explained in a sentence", (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});

describe("I7 only the latest verdict of a person counts", () => {
  const approve = review("ann", "approve", { id: "1" });
  const object = review("ann", "request_changes", { id: "2" });
  const again = review("ann", "approve", { id: "3" });

  test.each<[name: string, reviews: Review[], approvals: string[], objections: string[]]>([
    ["approved, then objected", [approve, object], [], ["2"]],
    ["objected, then approved", [object, again], ["3"], []],
    ["approved twice", [approve, again], ["3"], []],
    ["approved, then commented", [approve, review("ann", "comment")], ["1"], []],
    ["objected, then commented", [object, review("ann", "comment")], [], ["2"]],
    ["the same one handed in twice", [approve, approve], ["1"], []],
    ["another person's is his own", [approve, review("ben", "request_changes", { id: "4" })], ["1"], ["4"]],
    ["objected to what was pushed in between", [approve, { ...object, digest: digests.v2 }], [], ["2"]],
    ["objected, dismissed, then approved", [{ ...object, dismissed: true }, again], ["3"], []],
    ["I7 approved, then objected, and that dismissed", [approve, { ...object, dismissed: true }], [], []],
    ["objected in another request", [approve, { ...object, requestId: "other" }], ["1"], []],
  ])("%s", (_, reviews, approvals, objections) => {
    const counted = countReviews(request, reviews, all);
    expect(counted.approvals.map(({ id }) => id)).toEqual(approvals);
    expect(counted.objections.map(({ id }) => id)).toEqual(objections);
  });
});

describe("eligible without a contributor's help", () => {
  const contributors = new Set(["author"]);
  test.each<[name: string, paths: EligibilityPath[], independent: boolean]>([
    ["by no way", [], false],
    ["by a way of no steps", [[]], false],
    ["from the set-up", [[granted(null, 5)]], true],
    ["by one clean way of two", [[granted("author", 5)], [granted("owner", 5)]], true],
    [
      "by an old binding to a group that a contributor let him into",
      [[granted("owner", -5), granted("author", 5)]],
      false,
    ],
    ["the moment the work began", [[granted("author", 0)]], false],
    ["a moment before", [[granted("author", -1)]], true],
  ])("%s: %s", (_, paths, independent) => {
    expect(isEligibleIndependently(paths, contributors, minute(0))).toBe(independent);
  });
});

describe("properties", () => {
  const names = ["ann", "ben", "cem", "author", "robot"];
  const given = fc.array(
    fc
      .tuple(
        fc.constantFrom(...names),
        fc.constantFrom("approve" as const, "request_changes" as const, "comment" as const),
        fc.constantFrom(digests.v1, digests.v2),
        fc.constantFrom("release-4", "release-3"),
      )
      .map(([who, verdict, digest, baseReleaseId]) => review(who, verdict, { digest, baseReleaseId })),
    { maxLength: 12 },
  );

  test("every review is in one list, and each person at most once among those that count", () => {
    fc.assert(
      fc.property(given, fc.subarray(names), (reviews, allowed) => {
        const { approvals, objections, uncounted } = countReviews(request, reviews, reviewers(allowed));
        expect(approvals.length + objections.length + uncounted.length).toBe(reviews.length);
        const people = [...approvals, ...objections].map(({ principalId }) => principalId);
        expect(new Set(people).size).toBe(people.length);
        for (const { principalId } of approvals) {
          expect(whyApprovalWouldNotCount(principalId, reviewers(allowed))).toBeNull();
        }
      }),
    );
  });

  test("I7 one contributor more, or one reviewer less, adds no approval and removes no objection", () => {
    fc.assert(
      fc.property(given, fc.subarray(names), fc.constantFrom(...names), (reviews, allowed, loser) => {
        const before = countReviews(request, reviews, reviewers(allowed));
        const changes = [
          reviewers(allowed.filter((name) => name !== loser)),
          reviewers(allowed, { contributors: new Set(["author", loser]) }),
        ];
        for (const facts of changes) {
          const after = countReviews(request, reviews, facts);
          expect(before.approvals).toEqual(expect.arrayContaining([...after.approvals]));
          expect(after.objections).toEqual(before.objections);
        }
      }),
    );
  });
});
