import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AccessState,
  authorize,
  CompiledPolicy,
  changesBetween,
  momentOf,
  permissions,
  permissionsOn,
  rolesHeldOn,
} from "../../src/index.ts";
import { aMoment, aWorld, aWrite, principalIds, scopeIds } from "../access/random-world.ts";

const runs = { numRuns: 100 };
const someKeys = [undefined, "key-1", "key-2"] as const;
const someLabels = [undefined, "production", "staging", "v.1"] as const;

test("I1 I22 a compiled policy answers as the reference does, and says which revision it is of", () => {
  fc.assert(
    fc.property(aWorld, aMoment, (state, at) => {
      const policy = CompiledPolicy.of(state);
      expect(differences(policy, state, at)).toEqual([]);
      expect(policy.revision).toBe(state.revision);
      expect(policy.check("ada", "prompt:use", "acme", momentOf(at)).revision).toBe(state.revision);
      expect([policy.isAtLeast(state.revision), policy.isAtLeast(state.revision + 1)]).toEqual([true, false]);
    }),
    runs,
  );
});

test("I22 a policy that was changed in place answers as one that was compiled anew", () => {
  fc.assert(
    fc.property(aWorld, fc.array(aWrite, { minLength: 1, maxLength: 6 }), aMoment, (first, writes, at) => {
      const policy = CompiledPolicy.of(first);
      let state = first;
      for (const [index, write] of writes.entries()) {
        const next = { ...write(state), revision: state.revision + index + 1 };
        policy.apply(changesBetween(state, next), next.revision);
        state = next;
        expect(policy.revision).toBe(next.revision);
      }
      expect(differences(policy, state, at)).toEqual([]);
    }),
    runs,
  );
});

test("I22 what is simulated is answered as if it were so, and leaves nothing behind", () => {
  fc.assert(
    fc.property(aWorld, aWrite, aMoment, (state, write, at) => {
      const policy = CompiledPolicy.of(state);
      const changed = write(state);
      const found = policy.simulate(changesBetween(state, changed), (trial) => {
        return differences(trial, { ...changed, revision: state.revision }, at);
      });
      expect(found).toEqual([]);
      expect(differences(policy, state, at)).toEqual([]);
    }),
    runs,
  );
});

test("a policy gives back the rows that it was compiled from", () => {
  fc.assert(
    fc.property(aWorld, aMoment, (state, at) => {
      const again = CompiledPolicy.of(CompiledPolicy.of(state).toState());
      expect(differences(again, state, at)).toEqual([]);
    }),
    runs,
  );
});

/** Asks a compiled policy and the reference everything about a world, and tells where they differ. */
function differences(policy: CompiledPolicy, state: AccessState, at: string): readonly string[] {
  const found: string[] = [];
  const compare = (question: unknown, compiled: unknown, reference: unknown): void => {
    const [one, other] = [JSON.stringify(compiled), JSON.stringify(reference)];
    if (one !== other) found.push(`${JSON.stringify(question)}: ${one}, not ${other}`);
  };
  const moment = momentOf(at);
  for (const principalId of [...principalIds, "new-person", "nobody"]) {
    for (const scopeId of [...scopeIds, "prod/new", "nowhere"]) {
      for (const keyId of someKeys) {
        const label = someLabels[(principalId.length + scopeId.length) % someLabels.length];
        const who = { principalId, scopeId, ...(keyId === undefined ? {} : { keyId, label }) };
        const masks = permissionsOn(state, { ...who, at });
        const compiled = policy.permissionsOn({ ...who, at: moment });
        compare(who, texts(compiled), texts(masks));
        const asker = policy.asker(who);
        for (const permission of permissions) {
          const verdict = policy.check(principalId, permission, scopeId, moment, keyId === undefined ? undefined : who);
          if (verdict.allowed !== masks.may.has(permission)) compare({ who, permission }, verdict, masks);
          const again = asker.check(permission, scopeId, moment, who.label);
          if (again !== verdict) compare({ who, permission, asker: true }, again, verdict);
          if (permission.length % 3 !== 0) continue;
          const question = { ...who, permission };
          compare(question, policy.decide({ ...question, at: moment }), authorize(state, { ...question, at }));
        }
      }
      const where = { principalId, scopeId };
      const held = [...policy.rolesHeldOn({ ...where, at: moment })].sort();
      compare({ held: where }, held, [...rolesHeldOn(state, { ...where, at })].sort());
    }
  }
  return found;
}

function texts({ may, mayGrant }: ReturnType<typeof permissionsOn>): readonly string[] {
  return [may.toHex(), mayGrant.toHex()];
}
