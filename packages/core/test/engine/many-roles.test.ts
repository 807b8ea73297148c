import { expect, test } from "vitest";
import {
  type AccessState,
  authorize,
  type Binding,
  CompiledPolicy,
  type Holder,
  momentOf,
  PermissionSet,
  type Role,
} from "../../src/index.ts";

/** More than fit into keys that were made for the built-in ones. */
const ROLES = 70;
const at = "2026-06-01T00:00:00.000Z";

// Whoever comes first when the keys are made anew is not the one whose rows are put together anew for another reason.
test.each(["people first", "groups first"])(
  "I22 what was bound before there were many roles counts as it did, for oneself and through groups: %s",
  (order) => {
    const first = world();
    const policy = CompiledPolicy.of(first);
    let state = first;
    // Put together for everybody before the first role is added.
    expectAlike(policy, state);
    for (let index = 0; index < ROLES; index += 1) {
      const role = someRole(index);
      const holder: Holder =
        (index % 2 === 0) === (order === "people first")
          ? { type: "principal", id: `prn-${index % 6}` }
          : { type: "group", id: "everybody" };
      const binding = bound(`binding-${index}`, holder, role.id, `workspace-${index % 4}`);
      state = {
        ...state,
        roles: new Map([...state.roles, [role.id, role]]),
        bindings: new Map([...state.bindings, [binding.id, binding]]),
      };
      policy.apply(
        [
          { set: "role", row: role },
          { set: "binding", row: binding },
        ],
        state.revision,
      );
      expectAlike(policy, state);
    }
    for (const id of [...first.bindings.keys(), "binding-0", "binding-1"]) {
      state = { ...state, bindings: new Map([...state.bindings].filter(([one]) => one !== id)) };
      policy.apply([{ remove: "binding", id }], state.revision);
    }
    expectAlike(policy, state);
    expectAlike(CompiledPolicy.of(state), state);
  },
);

function expectAlike(policy: CompiledPolicy, state: AccessState): void {
  for (let principal = 0; principal < 6; principal += 1) {
    for (let workspace = 0; workspace < 4; workspace += 1) {
      for (const permission of ["prompt:use", "prompt:edit", "dataset:view", "prompt:publish"] as const) {
        const question = { principalId: `prn-${principal}`, permission, scopeId: `workspace-${workspace}` };
        const { allowed } = authorize(state, { ...question, at });
        expect({
          ...question,
          ...policy.check(question.principalId, permission, question.scopeId, momentOf(at)),
        }).toEqual({
          ...question,
          allowed,
          revision: state.revision,
        });
      }
    }
  }
}

function world(): AccessState {
  const principals = Array.from({ length: 6 }, (_, index) => {
    return { type: "user", id: `prn-${index}`, active: true, localSignIn: true } as const;
  });
  const workspaces = Array.from({ length: 4 }, (_, index) => {
    const id = `workspace-${index}`;
    return { type: "workspace", id, parentId: "acme", name: id, archived: false } as const;
  });
  const bindings = [
    bound("own", { type: "principal", id: "prn-1" }, "workspace.editor", "workspace-1"),
    bound(
      "timed",
      { type: "principal", id: "prn-2" },
      "workspace.publisher",
      "workspace-2",
      "2026-07-01T00:00:00.000Z",
    ),
    bound("over", { type: "principal", id: "prn-3" }, "workspace.publisher", "workspace-3", "2026-05-01T00:00:00.000Z"),
    bound("shared", { type: "group", id: "everybody" }, "workspace.consumer", "workspace-0"),
    bound("ended", { type: "group", id: "everybody" }, "workspace.editor", "workspace-0", "2026-05-01T00:00:00.000Z"),
  ];
  return {
    organizationId: "acme",
    revision: 7,
    principals: byId(principals),
    groups: byId([{ id: "everybody", memberIds: principals.map(({ id }) => id), groupIds: [] }]),
    roles: new Map(),
    bindings: byId(bindings),
    restrictions: new Map(),
    scopes: byId([{ type: "organization", id: "acme", parentId: null, name: "Acme", archived: false }, ...workspaces]),
    keys: new Map(),
  };
}

function someRole(index: number): Role {
  const permissions =
    index % 3 === 0 ? PermissionSet.of("dataset:view") : PermissionSet.of("prompt:view", "prompt:edit");
  return { id: `role-${index}`, name: `Role ${index}`, description: "", builtIn: false, permissions, includes: [] };
}

function bound(id: string, holder: Holder, roleId: string, scopeId: string, expiresAt: string | null = null): Binding {
  return { id, holder, roleId, scopeId, notBefore: null, expiresAt };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
