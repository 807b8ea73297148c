import {
  type AccessInventory,
  type AccessState,
  findRole,
  type ManifestKind,
  type Permission,
  type PlanIds,
  type PlannedChange,
  phaseOf,
  type Role,
} from "@countersign/core";
import { askedScope } from "../access/access-locators.ts";
import { assertGrantable, assertTimes, bindableRole } from "../access/binding-rules.ts";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { assertMayTakeOver } from "../identity/takeover.ts";

/** What a plan is judged by. */
interface Applied {
  readonly changes: readonly PlannedChange[];
  readonly inventory: AccessInventory;
  readonly ids: PlanIds;
  readonly after: AccessState;
}

/**
 * Goes on only if the actor may make each change of a plan by hand, with what he has before it: nothing that the plan gives
 * him helps him to apply it. What roles give is what they give after it, so a role cannot be bound while it is small and
 * then grow. That what anybody gains lies within what the actor may hand on is judged beside this, by its effect.
 */
export function assertMayApply(reading: Reading, applied: Applied): void {
  const rights = new Rights(reading, applied);
  for (const change of applied.changes) rights.assert(change);
}

/** A permission at a scope. */
interface Right {
  readonly permission: Permission;
  readonly scopeId: string;
}

class Rights {
  readonly #reading: Reading;
  readonly #applied: Applied;
  readonly #held = new Set<string>();
  readonly #handedOn = new Set<string>();
  readonly #filled = new Set<string>();

  constructor(reading: Reading, applied: Applied) {
    this.#reading = reading;
    this.#applied = applied;
  }

  assert(change: PlannedChange): void {
    const { permission, scopeId } = this.#needed(change);
    this.#require(permission, scopeId);
    const { after, ids } = this.#applied;
    if (change.do === "fill-place") this.#assertFillable(ids.group(change.group));
    if (change.do === "delete-service-account") assertMayTakeOver(this.#reading, change.id);
    if (change.do === "bind") {
      const at = ids.place(change.binding.at);
      assertTimes(this.#reading.now, change.binding);
      this.#assertHandsOn(bindableRole(after.roles, ids.role(change.binding.role), found(after.scopes.get(at))), at);
    }
  }

  /** What the change takes by hand, and where. */
  #needed(change: PlannedChange): Right {
    const { organizationId } = this.#reading;
    const { ids } = this.#applied;
    switch (change.do) {
      case "create-workspace":
        return { permission: "workspace:create", scopeId: organizationId };
      case "describe-workspace":
        return { permission: "workspace:update", scopeId: change.id };
      case "archive-workspace":
        return { permission: "workspace:delete", scopeId: change.id };
      case "create-role":
      case "change-role":
      case "delete-role":
        return { permission: "role:manage", scopeId: organizationId };
      case "create-group":
      case "describe-group":
      case "fill-place":
      case "clear-place":
      case "delete-group":
        return { permission: "group:manage", scopeId: organizationId };
      case "create-service-account":
        return this.#asked("service-account:manage", ids.place(change.account.home));
      case "change-service-account":
      case "delete-service-account":
        return this.#neededForAccount(change.id);
      case "bind":
      case "unbind":
        return this.#asked("binding:manage", ids.place(change.binding.at));
      case "create-policy":
      case "change-policy":
        return { permission: "policy:manage", scopeId: this.#standing(ids.place(change.policy.at)) };
      case "delete-policy":
        return { permission: "policy:manage", scopeId: ids.place(change.at) };
      case "take-over":
        return this.#neededToTakeOver(change.kind, change.id);
    }
  }

  /** Whose a thing is, is changed by whoever may change the thing. */
  #neededToTakeOver(kind: ManifestKind, id: string): Right {
    const { organizationId, state } = this.#reading;
    switch (kind) {
      case "workspaces":
        return { permission: "workspace:update", scopeId: id };
      case "roles":
        return { permission: "role:manage", scopeId: organizationId };
      case "groups":
        return { permission: "group:manage", scopeId: organizationId };
      case "serviceAccounts":
        return this.#neededForAccount(id);
      case "bindings":
        return this.#asked("binding:manage", found(state.bindings.get(id)).scopeId);
      case "policies": {
        const policy = found(this.#applied.inventory.policies.find((one) => one.id === id));
        return { permission: "policy:manage", scopeId: this.#applied.ids.place(policy.at) };
      }
    }
  }

  #neededForAccount(id: string): Right {
    const principal = found(this.#reading.state.principals.get(id));
    if (principal.type !== "service-account") throw new Error(`The principal ${id} is no service account.`);
    return this.#asked("service-account:manage", principal.homeScopeId);
  }

  /** Whoever fills a place in a group hands on all that the group gives then, whoever is in it. */
  #assertFillable(groupId: string): void {
    if (this.#filled.has(groupId)) return;
    this.#filled.add(groupId);
    const { after } = this.#applied;
    for (const outer of groupsAround(after, groupId)) {
      for (const { holder, roleId, scopeId, ...times } of boundTo(after, outer)) {
        const ended = phaseOf({ holder, roleId, scopeId, ...times }, this.#reading.now) === "expired";
        const role = findRole(after.roles, roleId);
        if (!ended && role !== null) this.#assertHandsOn(role, scopeId);
      }
    }
  }

  #assertHandsOn(role: Role, scopeId: string): void {
    const gift = `${role.id}\n${scopeId}`;
    if (this.#handedOn.has(gift)) return;
    const { roles, scopes } = this.#applied.after;
    const scope = found(scopes.get(scopeId));
    assertGrantable(this.#reading, { role, roles, scope, authorityAt: this.#standing(scopeId) });
    this.#handedOn.add(gift);
  }

  #require(permission: Permission, scopeId: string): void {
    const right = `${permission}\n${scopeId}`;
    if (this.#held.has(right)) return;
    this.#reading.require(permission, scopeId);
    this.#held.add(right);
  }

  #asked(permission: Permission, scopeId: string): Right {
    return { permission, scopeId: askedScope(this.#reading.state, this.#standing(scopeId), permission) };
  }

  /** The scope itself, or for a workspace that the plan makes the organization. */
  #standing(scopeId: string): string {
    return this.#reading.state.scopes.has(scopeId) ? scopeId : this.#reading.organizationId;
  }
}

/** A group and all that it is in. */
function groupsAround(state: AccessState, groupId: string): ReadonlySet<string> {
  const around = new Set([groupId]);
  // What is added while it runs is looked at too.
  for (const id of around) {
    for (const outer of state.groups.values()) if (outer.groupIds.includes(id)) around.add(outer.id);
  }
  return around;
}

function boundTo(state: AccessState, holderId: string) {
  return [...state.bindings.values()].filter(({ holder }) => holder.id === holderId);
}
