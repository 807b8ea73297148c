import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AuthoredVersion,
  type ContributionFacts,
  type ContributionReason,
  type Contributor,
  contributorIds,
  contributorsOf,
  describeContribution,
  growContributors,
  type ServiceAccountPeople,
} from "../../src/release/contributors.ts";

const version = (versionId: string, principalId: string, claimedAuthorId: string | null = null): AuthoredVersion => ({
  versionId,
  principalId,
  claimedAuthorId,
});
const facts = (changes: Partial<ContributionFacts>): ContributionFacts => ({
  requesterId: "requester",
  pusherIds: [],
  lineage: [],
  changedIncludes: [],
  sameDigest: [],
  serviceAccount: () => null,
  ...changes,
});
const accounts = (table: Record<string, ServiceAccountPeople>) => (principalId: string) => table[principalId] ?? null;
const requester: Contributor = { principalId: "requester", reasons: [{ type: "requester" }] };

describe("I7 who contributed", () => {
  test.each<[name: string, changes: Partial<ContributionFacts>, others: [string, ...ContributionReason[]][]]>([
    ["its requester", {}, []],
    ["whoever pushed", { pusherIds: ["pusher", "pusher"] }, [["pusher", { type: "pushed" }]]],
    [
      "the authors of the lineage",
      { lineage: [version("v2", "ann"), version("v3", "ben"), version("v4", "ann")] },
      [
        ["ann", { type: "author", versionId: "v2" }, { type: "author", versionId: "v4" }],
        ["ben", { type: "author", versionId: "v3" }],
      ],
    ],
    [
      "the authors of includes that differ",
      { changedIncludes: [version("i2", "ann")] },
      [["ann", { type: "include-author", versionId: "i2" }]],
    ],
    [
      "whoever saved the same content",
      { sameDigest: [version("copy", "ann")] },
      [["ann", { type: "saved-digest", versionId: "copy" }]],
    ],
    [
      "a claimed author, who replaces nobody",
      { lineage: [version("v2", "importer", "ann")] },
      [
        ["ann", { type: "claimed-author", versionId: "v2" }],
        ["importer", { type: "author", versionId: "v2" }],
      ],
    ],
    [
      "the people behind a service account",
      {
        lineage: [version("v2", "robot")],
        serviceAccount: accounts({ robot: { responsible: ["ann"], keyMakers: ["ben"] } }),
      },
      [
        ["ann", { type: "responsible", serviceAccountId: "robot" }],
        ["ben", { type: "key-maker", serviceAccountId: "robot" }],
        ["robot", { type: "author", versionId: "v2" }],
      ],
    ],
    [
      "the people behind a service account that made the key of another, in circles too",
      {
        pusherIds: ["robot"],
        serviceAccount: accounts({
          robot: { responsible: [], keyMakers: ["maker"] },
          maker: { responsible: ["ann"], keyMakers: ["robot"] },
        }),
      },
      [
        ["ann", { type: "responsible", serviceAccountId: "maker" }],
        ["maker", { type: "key-maker", serviceAccountId: "robot" }],
        ["robot", { type: "pushed" }, { type: "key-maker", serviceAccountId: "maker" }],
      ],
    ],
  ])("%s", (_, changes, others) => {
    const expected = [requester, ...others.map(([principalId, ...reasons]) => ({ principalId, reasons }))];
    expect(contributorsOf(facts(changes))).toEqual(expected.sort((a, b) => (a.principalId < b.principalId ? -1 : 1)));
  });

  test("one who contributed in several ways is one contributor with all of them", () => {
    const found = contributorsOf(
      facts({ pusherIds: ["requester"], lineage: [version("v2", "requester", "requester")] }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.reasons.map(describeContribution)).toEqual([
      "opened the request",
      "pushed to the request",
      "wrote a version that it is made from",
      "is named as an author",
    ]);
  });
});

describe("I7 the set only grows", () => {
  const reasons: fc.Arbitrary<ContributionReason> = fc.oneof(
    fc.constant({ type: "requester" as const }),
    fc.constant({ type: "pushed" as const }),
    fc.record({
      type: fc.constantFrom("author" as const, "saved-digest" as const),
      versionId: fc.constantFrom("v1", "v2"),
    }),
    fc.record({
      type: fc.constantFrom("responsible" as const, "key-maker" as const),
      serviceAccountId: fc.constantFrom("r", "s"),
    }),
  );
  const sets: fc.Arbitrary<Contributor[]> = fc.uniqueArray(
    fc.record({
      principalId: fc.constantFrom("a", "b", "c", "d"),
      reasons: fc.array(reasons, { minLength: 1, maxLength: 4 }),
    }),
    { selector: ({ principalId }) => principalId },
  );
  const statements = (contributors: readonly Contributor[]) =>
    new Set(
      contributors.flatMap(({ principalId, reasons: all }) =>
        all.map((reason) => JSON.stringify([principalId, reason])),
      ),
    );

  test("nobody and no reason leaves, and nobody comes from nowhere", () => {
    fc.assert(
      fc.property(sets, sets, (existing, more) => {
        const grown = growContributors(existing, more);
        expect(contributorIds(grown)).toEqual(contributorIds([...existing, ...more]));
        expect(statements(grown)).toEqual(statements([...existing, ...more]));
      }),
    );
  });

  test("growing by the same again, or in another order, makes no difference to who is in it", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const grown = growContributors(a, b);
        expect(growContributors(grown, b)).toEqual(grown);
        expect(statements(growContributors(b, a))).toEqual(statements(grown));
        for (const { reasons: all } of grown)
          expect(statements([{ principalId: "x", reasons: all }]).size).toBe(all.length);
      }),
    );
  });
});
