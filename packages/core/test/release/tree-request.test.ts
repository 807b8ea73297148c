import { describe, expect, test } from "vitest";
import { openRequest, type ReleaseRequest } from "../../src/release/release-request.ts";
import { requestState } from "../../src/release/request-machine.ts";
import type { Review } from "../../src/release/review.ts";
import { type TouchedLabel, type TreeChange, treeChangeDigest, treePosition } from "../../src/release/tree-change.ts";
import {
  assessTreeRequest,
  decideTreeChange,
  judgedTreePolicies,
  rebaseTreeRequest,
  type TreePlace,
  type TreeRequestInput,
} from "../../src/release/tree-request.ts";
import { anyReviewer, minute, policy, review, reviewers, satisfies } from "./request-fixture.ts";

const change: TreeChange = { type: "move", scopeId: "folder", parentId: "workspace", name: "help" };
const touched: TouchedLabel = {
  resourceId: "refund",
  kind: "prompt",
  position: { releaseId: "release-4", sequence: 4 },
  serves: [{ versionId: "v1", digest: "sha256:1", weight: 1, segment: null }],
  before: { target: { workspaceId: "w", path: "support/refund", label: "live" }, policies: [] },
  after: { target: { workspaceId: "w", path: "help/refund", label: "live" }, policies: [] },
};
const second: TouchedLabel = { ...touched, resourceId: "another" };
const digest = treeChangeDigest(change, [touched]);
const target = { workspaceId: "w", path: "support", label: "" };
const request: ReleaseRequest = openRequest({
  id: "tree",
  target,
  base: treePosition(digest),
  digest,
  closureDigest: null,
  at: minute(10),
  expiresAt: minute(100),
});
const now = minute(30);

function said(principalId: string, verdict: Review["verdict"] = "approve", changes: Partial<Review> = {}): Review {
  return review(principalId, verdict, { requestId: "tree", digest, target, baseReleaseId: digest, ...changes });
}

/** A place under one policy of one approval, where these may review. */
function place(policyId: string, ...names: readonly string[]): TreePlace {
  const versions = [policy(policyId, 1, anyReviewer)];
  const policies = { atOpening: versions, now: versions };
  const checks = { reports: [], peopleBehind: (id: string) => [id] };
  return { reviewers: reviewers(names), satisfies, policies, checks, path: "support/refund", digest: "sha256:1" };
}

function input(changes: Partial<TreeRequestInput> = {}): TreeRequestInput {
  return {
    request,
    currentDigest: digest,
    frozenDigest: digest,
    reviews: [],
    places: [place("old", "ann"), place("new", "ben")],
    people: null,
    nameOf: (type, id) => `${type} ${id}`,
    ...changes,
  };
}

describe("what a request for a change of the tree is bound to", () => {
  test("I8 the change, every label that it touches, and all that is served there", () => {
    const at = (changes: Partial<TouchedLabel>) => treeChangeDigest(change, [{ ...touched, ...changes }]);
    const others = [
      treeChangeDigest({ ...change, name: "faq" }, [touched]),
      treeChangeDigest({ type: "archive", scopeId: "folder" }, [touched]),
      treeChangeDigest(change, []),
      treeChangeDigest(change, [touched, second]),
      at({ position: { releaseId: "release-5", sequence: 5 } }),
      at({ serves: [{ versionId: "v2", digest: "sha256:2", weight: 1, segment: null }] }),
      at({ before: null }),
      at({ after: null }),
      at({ after: { target: { workspaceId: "w", path: "elsewhere/refund", label: "live" }, policies: [] } }),
    ];
    expect(new Set([digest, ...others]).size).toBe(others.length + 1);
  });

  test("and neither the order of the labels nor the policies, which are judged anew", () => {
    expect(treeChangeDigest(change, [second, touched])).toBe(treeChangeDigest(change, [touched, second]));
    const policies = [{ policyId: "p", number: 1 }];
    const under = { ...touched, before: touched.before === null ? null : { ...touched.before, policies } };
    expect(treeChangeDigest(change, [under])).toBe(digest);
  });
});

describe("deciding a change of the tree", () => {
  const state = (changes: Partial<TreeRequestInput>, at = now) =>
    requestState(assessTreeRequest(input(changes), at), at);
  const decide = (changes: Partial<TreeRequestInput>, at = now) => decideTreeChange(input(changes), at);
  const codes = (changes: Partial<TreeRequestInput>, at = now) => {
    const decided = decide(changes, at);
    return decided.ok ? [] : decided.error.blockers.map(({ code }) => code);
  };
  const both = [said("ann"), said("ben")];

  test.each<{ readonly name: string; readonly given: Partial<TreeRequestInput>; readonly expected: string }>([
    { name: "nobody has said anything", given: {}, expected: "open" },
    { name: "I17 one end is approved and the other not", given: { reviews: [said("ann")] }, expected: "open" },
    { name: "both ends are approved", given: { reviews: both }, expected: "approved" },
    {
      name: "I7 an approval where its giver may not review counts nowhere else",
      given: { reviews: [said("ann"), said("cem")] },
      expected: "open",
    },
    { name: "I7 by a contributor", given: { reviews: [said("ann"), said("author")] }, expected: "open" },
    {
      name: "somebody objects",
      given: { reviews: [...both, said("cem", "request_changes")] },
      expected: "changes_requested",
    },
    { name: "I8 it touches something else now", given: { reviews: both, currentDigest: "other" }, expected: "stale" },
    {
      name: "I8 the approvals were given on another set",
      given: { reviews: both.map((one) => ({ ...one, digest: "other", baseReleaseId: "other" })) },
      expected: "open",
    },
    { name: "no place is judged at all", given: { reviews: both, places: [] }, expected: "open" },
  ])("$name: $expected", ({ given, expected }) => {
    expect(state(given)).toBe(expected);
    expect(decide(given).ok).toBe(expected === "approved");
  });

  test("says each thing once that stands in the way, and in words of the tree", () => {
    expect(codes({})).toEqual(["requirement_missing", "requirement_missing"]);
    expect(codes({ places: [place("old", "ann"), place("old", "ann")] })).toEqual(["requirement_missing"]);
    expect(codes({ reviews: both, currentDigest: "other" })).toEqual(["stale"]);
    expect(codes({ reviews: both, frozenDigest: "other" })).toEqual(["digest_mismatch"]);
    expect(codes({ reviews: both }, minute(200))).toEqual(["ended"]);
    const stale = decide({ reviews: both, currentDigest: "other" });
    expect(stale.ok ? "" : stale.error.message).toContain("What the change touches");
  });

  test("plans with every policy version of every place, and every approval that counted at one", () => {
    expect(decide({ reviews: both })).toEqual({
      ok: true,
      value: {
        requestId: "tree",
        digest,
        policyVersions: [
          { policyId: "old", number: 1 },
          { policyId: "new", number: 1 },
        ],
        reviews: ["approve-of-ann", "approve-of-ben"],
      },
    });
    expect(judgedTreePolicies(input({ reviews: both }), now).map(({ quorum }) => quorum.requirements[0]?.by)).toEqual([
      ["ann"],
      ["ben"],
    ]);
  });

  test("names every place where the same is asked, and not the first alone", () => {
    const places = [place("old", "ann"), place("old", "ann"), place("new", "ben")];
    expect(judgedTreePolicies(input({ places, reviews: [] }), now).map((judged) => judged.places)).toEqual([
      [places[0], places[1]],
      [places[2]],
    ]);
  });

  test("I8 a rebase names what is touched now, and nobody has approved that yet", () => {
    const stale = assessTreeRequest(input({ reviews: both, currentDigest: "other" }), now);
    const rebased = rebaseTreeRequest(stale, now);
    if (!rebased.ok) expect.fail(rebased.error.message);
    expect(rebased.value).toMatchObject({ base: treePosition("other"), content: { digest: "other", pushedAt: now } });
    const after = input({ request: rebased.value, currentDigest: "other", frozenDigest: "other", reviews: both });
    expect(requestState(assessTreeRequest(after, now), now)).toBe("open");
    expect(rebaseTreeRequest(assessTreeRequest(after, now), now)).toMatchObject({ ok: false });
  });
});
