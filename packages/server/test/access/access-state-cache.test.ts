import { type AccessState, type Binding, momentOf } from "@countersign/core";
import { expect, test } from "vitest";
import { AccessStateCache } from "../../src/access/access-state-cache.ts";

const at = momentOf("2026-05-01T00:00:00.000Z");

/** An organization of one person, who holds a role there from the second revision on. */
function stateOf(organizationId: string, revision: number, bound = revision > 1): AccessState {
  const binding: Binding = {
    id: "bnd_1",
    holder: { type: "principal", id: "ada" },
    roleId: "organization.owner",
    scopeId: organizationId,
    notBefore: null,
    expiresAt: null,
  };
  return {
    organizationId,
    revision,
    principals: new Map([["ada", { type: "user", id: "ada", active: true, localSignIn: true }]]),
    groups: new Map(),
    roles: new Map(),
    bindings: new Map(bound ? [[binding.id, binding]] : []),
    restrictions: new Map(),
    scopes: new Map([
      [organizationId, { id: organizationId, type: "organization", parentId: null, name: "", archived: false }],
    ]),
    keys: new Map(),
  };
}

const allowed = (cache: AccessStateCache, state: AccessState): boolean =>
  cache.policyOf(state).check("ada", "role:manage", state.organizationId, at).allowed;

test("I9 I22 a policy goes on with a commit, and whoever still reads the older state is answered from that", () => {
  const cache = new AccessStateCache();
  const [before, after] = [stateOf("org_a", 1), stateOf("org_a", 2)];
  cache.committed(before);
  expect(allowed(cache, before)).toBe(false);
  const compiled = cache.policyOf(before);
  cache.committed(after);
  // The same policy, changed in place and not compiled anew; it no longer answers for the state before.
  expect(cache.policyOf(after)).toBe(compiled);
  expect(compiled.revision).toBe(2);
  expect([allowed(cache, before), allowed(cache, after)]).toEqual([false, true]);
  expect(cache.policyOf(before)).not.toBe(compiled);
});

test("I9 a state that has not committed is answered from itself, and an older commit that comes late changes nothing", () => {
  const cache = new AccessStateCache();
  const [first, second] = [stateOf("org_a", 1), stateOf("org_a", 2)];
  cache.committed(first);
  expect([allowed(cache, second), allowed(cache, first)]).toEqual([true, false]);
  cache.committed(second);
  cache.committed(stateOf("org_a", 1));
  expect(allowed(cache, second)).toBe(true);
});

test("the organization used longest ago is left out first, and never the one in use", () => {
  // Each has a person, a scope and from revision 2 on a binding: three rows.
  const cache = new AccessStateCache(7);
  const states = ["org_a", "org_b", "org_c"].map((id) => stateOf(id, 2));
  const policies = states.map((state) => {
    cache.committed(state);
    return cache.policyOf(state);
  });
  // A policy that is kept goes on with the next commit; of one that was left out nobody knows any more.
  const goesOn = (index: number): boolean => {
    cache.committed(stateOf(`org_${"abc"[index] ?? ""}`, 3));
    return policies[index]?.revision === 3;
  };
  expect([goesOn(2), goesOn(1), goesOn(0)]).toEqual([true, true, false]);
  const tiny = new AccessStateCache(1);
  const [only] = states;
  if (only === undefined) throw new Error("There is a first state.");
  tiny.committed(only);
  const policy = tiny.policyOf(only);
  expect(tiny.policyOf(only)).toBe(policy);
});
