import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  authorize,
  CompiledPolicy,
  kindOf,
  momentOf,
  parseAccessState,
  pathToRoot,
  permissions,
  permissionsOn,
  serializeAccessState,
  sliceFor,
} from "../../src/index.ts";
import { aMoment, aPermission, aPrincipalId, aScopeId, aWorld, scopeIds } from "./random-world.ts";
import { bind, bot, group, NOW, role, withParts, world } from "./world.ts";

describe("a slice of the access state", () => {
  test("I14 is decided on as the whole state is, at every scope in it, after a way through JSON", () => {
    let allowed = 0;
    fc.assert(
      fc.property(
        aWorld,
        aPrincipalId,
        fc.uniqueArray(aScopeId),
        fc.array(fc.record({ permission: aPermission, at: aMoment }), { minLength: 20, maxLength: 20 }),
        (state, principalId, visible, asked) => {
          const slice = parseAccessState(
            JSON.parse(JSON.stringify(serializeAccessState(sliceFor(state, principalId, visible)))),
          );
          const inBrowser = CompiledPolicy.of(slice);
          for (const scopeId of slice.scopes.keys()) {
            for (const { permission, at } of asked) {
              const question = { principalId, permission, scopeId, at };
              const whole = authorize(state, question);
              const asked = { ...question, at: momentOf(at) };
              expect(inBrowser.decide(asked), JSON.stringify(question)).toEqual(whole);
              if (whole.allowed) allowed += 1;
            }
          }
          for (const scopeId of visible) expect(slice.scopes.has(scopeId)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    expect(allowed).toBeGreaterThan(100);
  });

  test("I14 a resource that is left out, without bindings and restrictions of its own, has what its folder has", () => {
    fc.assert(
      fc.property(aWorld, aPrincipalId, aMoment, (state, principalId, at) => {
        for (const scope of state.scopes.values()) {
          if (scope.type !== "resource" || scope.archived || scope.parentId === null) continue;
          const named = [...state.bindings.values(), ...state.restrictions.values()];
          if (named.some(({ scopeId }) => scopeId === scope.id)) continue;
          const slice = sliceFor(state, principalId, [scope.parentId]);
          const above = permissionsOn(slice, { principalId, scopeId: scope.parentId, at }).may.toList();
          const here = permissionsOn(state, { principalId, scopeId: scope.id, at }).may.toList();
          expect(above.filter((permission) => kindOf(permission) === scope.kind)).toEqual(here);
        }
      }),
    );
  });

  test("I15 holds nothing of anybody else", () => {
    fc.assert(
      fc.property(aWorld, aPrincipalId, fc.uniqueArray(aScopeId), (state, principalId, visible) => {
        const slice = sliceFor(state, principalId, visible);
        const known = new Set(
          visible.flatMap((id) => pathToRoot(state.scopes, "acme", id)?.map((scope) => scope.id) ?? []),
        );
        expect([...slice.principals.keys()]).toEqual([principalId]);
        expect([...slice.scopes.keys()].filter((id) => id !== "acme" && !known.has(id))).toEqual([]);
        for (const { memberIds } of slice.groups.values()) {
          expect(memberIds.filter((id) => id !== principalId)).toEqual([]);
        }
        for (const { holder, scopeId } of slice.bindings.values()) {
          expect(holder.type === "group" ? slice.groups.has(holder.id) : holder.id === principalId).toBe(true);
          expect(slice.scopes.has(scopeId)).toBe(true);
        }
        for (const { scopeId } of slice.restrictions.values()) expect(slice.scopes.has(scopeId)).toBe(true);
        expect(slice.keys.size).toBe(0);
      }),
    );
  });

  test("keeps the groups on the way to a binding and the roles that its role includes, and no others", () => {
    const state = withParts(
      world({
        principals: [bot("robot", "prod", ["cy"])],
        groups: [group("@inner", ["ada", "bo"]), group("@outer", ["cy"], ["@inner", "@else"]), group("@else", ["cy"])],
        roles: [
          role("base", ["prompt:view"]),
          role("writer", ["prompt:edit"], ["base"]),
          role("other", ["prompt:use"]),
        ],
      }),
      { bindings: [bind("@outer", "writer", "dev"), bind("@else", "other", "dev"), bind("robot", "writer", "prod")] },
    );
    const slice = sliceFor(state, "ada", ["dev/support"]);
    expect([...slice.groups.values()]).toEqual([group("@inner", ["ada"]), group("@outer", [], ["@inner"])]);
    expect([...slice.roles.keys()].sort()).toEqual(["base", "writer"]);
    expect([...slice.scopes.keys()].sort()).toEqual(["acme", "dev", "dev/support"]);
    expect(
      permissions.filter((one) => permissionsOn(slice, { principalId: "ada", scopeId: "dev", at: NOW }).may.has(one)),
    ).toEqual(["prompt:view", "prompt:edit"]);
    expect(sliceFor(state, "robot", ["prod"]).principals.get("robot")).toEqual(bot("robot", "acme", []));
    expect(scopeIds.filter((id) => sliceFor(state, "nobody", scopeIds).scopes.has(id))).toHaveLength(scopeIds.length);
    expect(sliceFor(state, "nobody", scopeIds).bindings.size).toBe(0);
  });
});
