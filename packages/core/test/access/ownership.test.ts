import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { authorize, countingOwners, keepsOwner } from "../../src/index.ts";
import { aMoment, aWorld, moments } from "./random-world.ts";
import { BEFORE, bind, group, LATER, MUCH_LATER, NOW, type Parts, user, world } from "./world.ts";

const owner = "organization.owner";

describe("I6 who counts as an owner", () => {
  const cases: readonly { readonly name: string; readonly given: Parts; readonly counts: boolean }[] = [
    { name: "a person bound directly and for good", given: { bindings: [bind("bo", owner, "acme")] }, counts: true },
    {
      name: "from a moment that is past",
      given: { bindings: [bind("bo", owner, "acme", { notBefore: NOW })] },
      counts: true,
    },
    {
      name: "not from a moment to come",
      given: { bindings: [bind("bo", owner, "acme", { notBefore: LATER })] },
      counts: false,
    },
    {
      name: "not for a time",
      given: { bindings: [bind("bo", owner, "acme", { expiresAt: MUCH_LATER })] },
      counts: false,
    },
    {
      name: "not through a group",
      given: { groups: [group("@g", ["bo"])], bindings: [bind("@g", owner, "acme")] },
      counts: false,
    },
    { name: "not in a workspace", given: { bindings: [bind("bo", owner, "dev")] }, counts: false },
    { name: "not an admin", given: { bindings: [bind("bo", "organization.admin", "acme")] }, counts: false },
    { name: "not a service account", given: { bindings: [bind("bot", owner, "acme")] }, counts: false },
    {
      name: "not a suspended person",
      given: { principals: [user("bo", { active: false })], bindings: [bind("bo", owner, "acme")] },
      counts: false,
    },
    {
      name: "not one who signs in elsewhere only",
      given: { principals: [user("bo", { localSignIn: false })], bindings: [bind("bo", owner, "acme")] },
      counts: false,
    },
    { name: "not one who is gone", given: { bindings: [bind("ghost", owner, "acme")] }, counts: false },
  ];

  test.each(cases)("I6 $name: $counts", ({ given, counts }) => {
    const state = world(given);
    expect(countingOwners(state, NOW)).toEqual(counts ? ["bo"] : []);
    const verdict = keepsOwner(state, NOW);
    expect(verdict.ok).toBe(counts);
    if (!verdict.ok) expect(verdict.error.code).toBe("last_owner");
  });

  test("I6 are counted once each, by id", () => {
    const state = world({
      bindings: [
        bind("cy", owner, "acme"),
        bind("bo", owner, "acme", { id: "1" }),
        bind("bo", owner, "acme", { id: "2" }),
      ],
    });
    expect(countingOwners(state, NOW)).toEqual(["bo", "cy"]);
  });
});

test("I6 time alone takes no owner away, and whoever counts can do everything", () => {
  fc.assert(
    fc.property(aWorld, aMoment, (given, at) => {
      const state = {
        ...given,
        bindings: new Map([...given.bindings, ["o", bind("ada", owner, "acme", { id: "o", notBefore: BEFORE })]]),
      };
      const owners = countingOwners(state, at);
      for (const later of moments.filter((moment) => moment >= at)) {
        expect(countingOwners(state, later)).toEqual(expect.arrayContaining([...owners]));
      }
      for (const principalId of owners) {
        const decision = authorize(state, { principalId, permission: "identity:manage", scopeId: "acme", at });
        expect(decision.allowed || decision.reason === "archived").toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
