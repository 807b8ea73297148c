import { describe, expect, expectTypeOf, test } from "vitest";
import type { ReleaseKind as ShownReleaseKind } from "../../src/api/resource-api.ts";
import type { ApprovalPolicy } from "../../src/policy/approval-policy.ts";
import { decideDirectRelease } from "../../src/release/direct-release.ts";
import { isReviewed, NEVER_RELEASED, nextSequence, type Release, type Serving } from "../../src/release/release.ts";
import {
  isReleaseKind,
  type ReleaseKind,
  type ReviewedReleaseKind,
  releaseKinds,
} from "../../src/release/release-kind.ts";
import {
  decideRollback,
  type RollbackFacts,
  type RollbackObstacle,
  rollbackTargets,
} from "../../src/release/rollback.ts";
import { anyReviewer, minute, policy, target } from "./request-fixture.ts";

const serving = (name: string, weight = 1): Serving => ({
  versionId: name,
  digest: `digest-${name}`,
  weight,
  segment: null,
});

/** The release of that number, serving that version; each is named by its number. */
function release(sequence: number, kind: ReleaseKind, version: string, changes: Partial<Release> = {}): Release {
  const base = {
    id: `release-${sequence}`,
    resourceId: "resource",
    target,
    sequence,
    serves: kind === "withdrawn" ? [] : [serving(version)],
    policyVersions: [],
    reviews: [],
    releasedBy: "pat",
    reason: "",
    at: minute(sequence),
    revision: sequence,
    ...("serves" in changes && changes.serves !== undefined ? { serves: changes.serves } : {}),
    ...("target" in changes && changes.target !== undefined ? { target: changes.target } : {}),
  };
  switch (kind) {
    case "withdrawn":
      return { ...base, kind, versionId: null, digest: null, requestId: null };
    case "approved":
    case "gradual":
      return { ...base, kind, versionId: version, digest: `digest-${version}`, requestId: "request" };
    default:
      return { ...base, kind, versionId: version, digest: `digest-${version}`, requestId: null };
  }
}

describe("kinds", () => {
  test("only those that change what is served without any other safeguard need no reviews", () => {
    expect(
      Object.entries(releaseKinds)
        .filter(([, { needsReviews }]) => needsReviews)
        .map(([kind]) => kind),
    ).toEqual(["approved", "gradual"]);
    expectTypeOf<ReviewedReleaseKind>().toEqualTypeOf<"approved" | "gradual">();
    expectTypeOf<ReleaseKind>().toEqualTypeOf<ShownReleaseKind>();
  });

  test.each<[string, boolean]>([
    ["break-glass", true],
    ["constructor", false],
    ["Approved", false],
  ])("%s is a kind: %s", (text, is) => {
    expect(isReleaseKind(text)).toBe(is);
  });
});

describe("I10 the sequence", () => {
  test("begins with 1 and goes up by one", () => {
    expect(nextSequence(NEVER_RELEASED)).toBe(1);
    expect(nextSequence({ releaseId: "release-4", sequence: 4 })).toBe(5);
  });
});

describe("I17 what is shown as unreviewed", () => {
  const elsewhere = { ...target, path: "support/old" };
  test.each<[name: string, release: Release, history: Release[], reviewed: boolean]>([
    ["an approved one", release(1, "approved", "v1"), [], true],
    ["an unprotected one", release(1, "unprotected", "v1"), [], false],
    ["an adopted one", release(2, "adopted", "v1"), [release(1, "approved", "v1")], false],
    ["a broken glass", release(2, "break-glass", "v1"), [release(1, "approved", "v1")], false],
    ["a withdrawal serves nothing", release(2, "withdrawn", ""), [], true],
    [
      "a rollback to an approved one",
      release(3, "rollback", "v1"),
      [release(1, "approved", "v1"), release(2, "approved", "v2")],
      true,
    ],
    [
      "a rollback to an unprotected one",
      release(3, "rollback", "v1"),
      [release(1, "unprotected", "v1"), release(2, "approved", "v2")],
      false,
    ],
    [
      "a rollback to what another address had approved",
      release(3, "rollback", "v1"),
      [release(1, "approved", "v1", { target: elsewhere })],
      false,
    ],
    ["a rollback to what is approved only later", release(3, "rollback", "v1"), [release(4, "approved", "v1")], false],
    [
      "a gradual one beside an approved one",
      release(2, "gradual", "v2", { serves: [serving("v1"), serving("v2")] }),
      [release(1, "approved", "v1")],
      true,
    ],
    [
      "a gradual one beside an adopted one",
      release(2, "gradual", "v2", { serves: [serving("v1"), serving("v2")] }),
      [release(1, "adopted", "v1")],
      false,
    ],
    [
      "an approved one that serves something else too",
      release(2, "approved", "v2", { serves: [serving("v3"), serving("v2")] }),
      [],
      false,
    ],
  ])("%s: reviewed %s", (_, given, history, reviewed) => {
    expect(isReviewed(given, history)).toBe(reviewed);
    expect(isReviewed(given, [...history, given])).toBe(reviewed);
  });
});

describe("I17 the light way back", () => {
  const history = [
    release(1, "adopted", "v0"),
    release(2, "approved", "v1"),
    release(3, "break-glass", "v2"),
    release(4, "gradual", "v4", { serves: [serving("v4"), serving("v1", 9)] }),
    release(5, "approved", "v3", { target: { ...target, path: "support/old" } }),
    release(6, "approved", "v4"),
    release(7, "rollback", "v1"),
    release(8, "withdrawn", ""),
    release(9, "approved", "v4"),
    release(10, "unprotected", "v5"),
    release(11, "approved", "v6"),
  ];
  const facts = (isProtected: boolean, releases = history): RollbackFacts => ({
    target,
    isProtected,
    history: releases,
  });

  test("of a protected label leads only to what an approved release of the same address served", () => {
    expect(rollbackTargets(facts(true)).map(({ id }) => id)).toEqual(["release-9", "release-2"]);
  });

  test("of an unprotected label leads to anything that this address served", () => {
    expect(rollbackTargets(facts(false)).map(({ id }) => id)).toEqual([
      "release-10",
      "release-9",
      "release-7",
      "release-4",
      "release-3",
      "release-1",
    ]);
  });

  test("leads back from a withdrawal to what was served before it", () => {
    expect(rollbackTargets(facts(true, history.slice(0, 8))).map(({ id }) => id)).toEqual(["release-6", "release-2"]);
  });

  test("leads nowhere where nothing was released", () => {
    expect(rollbackTargets(facts(false, []))).toEqual([]);
    expect(decideRollback("release-1", facts(false, []))).toMatchObject({
      ok: false,
      error: { reason: "never_released" },
    });
  });

  test("from one share of the traffic to another is a way back", () => {
    const shares = (sequence: number, weight: number) =>
      release(sequence, "gradual", "v2", { serves: [serving("v1"), serving("v2", weight)] });
    const releases = [shares(1, 1), shares(2, 9), shares(3, 1)];
    expect(rollbackTargets(facts(false, releases)).map(({ id }) => id)).toEqual(["release-2"]);
  });

  test("is a new release with the next sequence", () => {
    expect(decideRollback("release-2", facts(true))).toEqual({
      ok: true,
      value: { kind: "rollback", to: history[1], serves: [serving("v1")], sequence: 12 },
    });
  });

  test.each<[name: string, id: string, isProtected: boolean, code: string, reason: RollbackObstacle]>([
    ["an adopted release", "release-1", true, "policy_unsatisfied", "not_approved"],
    ["a broken glass", "release-3", true, "policy_unsatisfied", "not_approved"],
    ["a gradual one", "release-4", true, "policy_unsatisfied", "not_approved"],
    ["another rollback", "release-7", true, "policy_unsatisfied", "not_approved"],
    ["an unprotected one", "release-10", true, "policy_unsatisfied", "not_approved"],
    ["one of another address", "release-5", true, "conflict", "other_address"],
    ["one of another address, unprotected", "release-5", false, "conflict", "other_address"],
    ["a withdrawal", "release-8", false, "conflict", "serves_nothing"],
    ["what is served now", "release-11", true, "conflict", "serves_it_already"],
    ["one of another label", "release-99", false, "not_found", "not_in_history"],
  ])("does not lead to %s", (_, id, isProtected, code, reason) => {
    expect(decideRollback(id, facts(isProtected))).toMatchObject({ ok: false, error: { code, reason } });
  });

  test("is decided as it is listed", () => {
    for (const isProtected of [true, false]) {
      const listed = rollbackTargets(facts(isProtected));
      for (const candidate of history) {
        const served = listed.some((one) => JSON.stringify(one.serves) === JSON.stringify(candidate.serves));
        const decided = decideRollback(candidate.id, facts(isProtected));
        if (decided.ok) expect(served).toBe(true);
        if (listed.includes(candidate)) expect(decided.ok).toBe(true);
      }
    }
  });
});

describe("I17 a label without a request", () => {
  const matching: ApprovalPolicy = {
    id: "p",
    scopeId: "workspace",
    name: "Two pairs of eyes",
    labelPattern: "live",
    kinds: null,
    current: policy("p", 1, anyReviewer),
  };
  const current = { releaseId: "release-4", sequence: 4 };

  test("is moved where no policy matches", () => {
    expect(decideDirectRelease([], current, null)).toEqual({ ok: true, value: { kind: "unprotected", sequence: 5 } });
    expect(decideDirectRelease([], NEVER_RELEASED, 0)).toEqual({
      ok: true,
      value: { kind: "unprotected", sequence: 1 },
    });
  });

  test("is not moved where any policy matches, which is named", () => {
    expect(decideDirectRelease([matching], current, 4)).toMatchObject({
      ok: false,
      error: { code: "policy_unsatisfied", message: 'The label is protected by the policy "Two pairs of eyes".' },
    });
  });

  test("I10 is not moved where somebody was faster", () => {
    expect(decideDirectRelease([], current, 3)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });
});
