import {
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import {
  type AccessState,
  type Binding,
  builtInRoles,
  CompiledPolicy,
  meaningfulOn,
  type Permission,
  type PolicyQuestion,
  parsePermission,
  permissionCatalogue,
  permissions,
} from "../src/index.ts";
import { randomQuestion } from "./questions.ts";
import { Random } from "./random.ts";
import { randomWorld, times } from "./world-generator.ts";

type Entities = Exclude<StatefulAuthorizationCall["entities"], string>;

/**
 * Puts the same worlds to Cedar, an engine that nobody here wrote, and compares the decisions.
 *
 * Cedar knows no requirements between permissions, so that it is asked about a permission and about each that it requires; no
 * types of scope, so that only what means something is asked; and no API keys, so that questions come without. A world is
 * translated for one moment. Groups in groups, scopes in scopes, roles that include roles, restrictions, what
 * owners keep, and suspension are Cedar's own.
 *
 * @returns how many decisions were compared, and how many of them allow
 * @throws an error that names the world and the question, where a decision differs
 */
export function askCedar(seed: number, decisions: number): { readonly compared: number; readonly allowed: number } {
  let compared = 0;
  let allowed = 0;
  for (let number = 0; compared < decisions; number += 1) {
    const random = new Random(seed, number);
    const world = sayable(randomWorld(random));
    const at = random.pick(times);
    const policy = CompiledPolicy.of(world);
    const cedar = new CedarWorld(world, at);
    for (let asked = 0; asked < 60; asked += 1) {
      const proof = randomQuestion(random, world);
      if (proof.type !== "check") continue;
      const { principalId, permission, scopeId } = proof.question;
      const question = { principalId, permission, scopeId, at };
      const scope = world.scopes.get(scopeId);
      const known = parsePermission(permission);
      if (known === null || scope === undefined || !world.principals.has(principalId)) continue;
      if (!meaningfulOn(scope).has(known)) continue;
      const ours = policy.decide(question).allowed;
      if (cedar.allows(question, known) !== ours) {
        throw new Error(
          `World ${number} of seed ${seed}: Cedar does not agree about ${JSON.stringify(question)}, ours is ${ours}.`,
        );
      }
      compared += 1;
      if (ours) allowed += 1;
    }
  }
  return { compared, allowed };
}

class CedarWorld {
  readonly #entities: Entities;

  constructor(world: AccessState, at: number) {
    const live = [...world.bindings.values()].filter(({ notBefore, expiresAt }) => {
      return (notBefore === null || Date.parse(notBefore) <= at) && (expiresAt === null || at < Date.parse(expiresAt));
    });
    this.#entities = entitiesOf(world, live);
    const answer = preparsePolicySet("world", { staticPolicies: policiesOf(world, live) });
    if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
  }

  allows({ principalId, scopeId }: PolicyQuestion, permission: Permission): boolean {
    return [permission, ...permissionCatalogue[permission].requires].every((one) => {
      const answer = statefulIsAuthorized({
        principal: { type: "Principal", id: principalId },
        action: { type: "Action", id: one },
        resource: { type: "Scope", id: scopeId },
        context: {},
        preparsedPolicySetId: "world",
        entities: this.#entities,
      });
      if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
      return answer.response.decision === "allow";
    });
  }
}

/** A binding is a permit, a restriction a forbid from which what owners keep is excepted. */
function policiesOf(world: AccessState, live: readonly Binding[]): string {
  const kept = `resource in Scope::"org" && action in Action::"kept by owners" && principal in Group::"owners of the organization"`;
  return [
    ...live
      .filter(({ scopeId }) => world.scopes.has(scopeId))
      .map(({ holder, roleId, scopeId }) => {
        const who =
          holder.type === "group" ? `principal in Group::"${holder.id}"` : `principal == Principal::"${holder.id}"`;
        return `permit(${who}, action in Action::"role ${roleId}", resource in Scope::"${scopeId}");`;
      }),
    ...[...world.restrictions.values()].map(({ id, scopeId }) => {
      return `forbid(principal, action in Action::"removed by ${id}", resource in Scope::"${scopeId}") unless { ${kept} };`;
    }),
    "forbid(principal, action, resource) when { principal.suspended };",
  ].join("\n");
}

function entitiesOf(world: AccessState, live: readonly Binding[]): Entities {
  const entity = (type: string, id: string, parents: readonly (readonly [type: string, id: string])[], attrs = {}) => {
    return { uid: { type, id }, attrs, parents: parents.map(([parent, of]) => ({ type: parent, id: of })) };
  };
  const owns = (type: "principal" | "group", id: string): boolean =>
    live.some(({ holder, roleId, scopeId }) => {
      return holder.type === type && holder.id === id && roleId === "organization.owner" && scopeId === "org";
    });
  const roles = [...builtInRoles.values(), ...world.roles.values()];
  const owners = ["Group", "owners of the organization"] as const;
  const rules = (permission: Permission): boolean =>
    permissionCatalogue[permission].category === "organization" || permission === "restriction:manage";
  return [
    ...[...world.principals.values()].map(({ id, active }) => {
      const groups = [...world.groups.values()].filter(({ memberIds }) => memberIds.includes(id));
      const parents = groups.map((group) => ["Group", group.id] as const);
      return entity("Principal", id, owns("principal", id) ? [...parents, owners] : parents, { suspended: !active });
    }),
    ...[...world.groups.values()].map(({ id }) => {
      const outer = [...world.groups.values()].filter(({ groupIds }) => groupIds.includes(id));
      const parents = outer.map((group) => ["Group", group.id] as const);
      return entity("Group", id, owns("group", id) ? [...parents, owners] : parents);
    }),
    ...[...world.scopes.values()].map(({ id, parentId }) => {
      return entity("Scope", id, parentId === null ? [] : [["Scope", parentId]]);
    }),
    ...roles.map(({ id }) => {
      const including = roles.filter(({ includes }) => includes.includes(id));
      return entity(
        "Action",
        `role ${id}`,
        including.map((role) => ["Action", `role ${role.id}`] as const),
      );
    }),
    ...permissions.map((permission) => {
      const naming = roles.filter((role) => role.permissions.has(permission));
      const removing = [...world.restrictions.values()].filter((one) => one.permissions.has(permission));
      return entity("Action", permission, [
        ...naming.map(({ id }) => ["Action", `role ${id}`] as const),
        ...removing.map(({ id }) => ["Action", `removed by ${id}`] as const),
        ...(rules(permission) ? [["Action", "kept by owners"] as const] : []),
      ]);
    }),
  ];
}

/**
 * The world without what Cedar does not take: cycles of groups and of roles, which are an error there and give nothing here.
 * Nor is anything archived: that a place is closed to everybody could only be said by a forbid, our own rule told twice.
 */
function sayable(world: AccessState): AccessState {
  const later = (id: string) => (other: string) => other > id;
  return {
    ...world,
    scopes: each(world.scopes, (scope) => ({ ...scope, archived: false })),
    groups: each(world.groups, (group) => ({ ...group, groupIds: group.groupIds.filter(later(group.id)) })),
    roles: each(world.roles, (role) => ({
      ...role,
      includes: role.includes.filter((id) => builtInRoles.has(id) || later(role.id)(id)),
    })),
  };
}

function each<Row>(rows: ReadonlyMap<string, Row>, change: (row: Row) => Row): ReadonlyMap<string, Row> {
  return new Map([...rows].map(([id, row]) => [id, change(row)]));
}
