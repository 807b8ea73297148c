import {
  type AccessState,
  builtInRoles,
  type CompiledPolicy,
  type Decision,
  forbidden,
  type KindAction,
  kindPermission,
  momentOf,
  type Permission,
  type PermissionSet,
  parsePermission,
  type ResourceKind,
  roleMasks,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { Actor, CallFrame } from "./actor.ts";
import type { Environment } from "./environment.ts";
import { notFound, refuse } from "./refuse.ts";
import type { ForHolders, ForMembers, Located } from "./requirement.ts";

/** The organization as this transaction sees it. */
export interface OrganizationSnapshot {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly accessRevision: number;
}

/**
 * A consistent look at one organization on behalf of one actor: an open transaction, its time, the access state of
 * exactly this transaction, and the one function that decides.
 */
export class Reading {
  readonly environment: Environment;
  readonly tx: Tx;
  readonly actor: Actor;
  readonly frame: CallFrame;
  readonly now: string;
  /** The same moment as a number, as the policy is asked. */
  readonly moment: number;
  protected snapshot: OrganizationSnapshot;
  protected access: AccessState;

  constructor(parts: ReadingParts) {
    this.environment = parts.environment;
    this.tx = parts.tx;
    this.actor = parts.actor;
    this.frame = parts.frame;
    this.now = parts.now;
    this.moment = momentOf(parts.now);
    this.snapshot = parts.organization;
    this.access = parts.state;
  }

  get organization(): OrganizationSnapshot {
    return this.snapshot;
  }

  /** The access state of this transaction. */
  get state(): AccessState {
    return this.access;
  }

  get organizationId(): string {
    return this.snapshot.id;
  }

  /** The access state of this transaction, compiled. Not to be kept: it is the policy of the state as it is now. */
  get policy(): CompiledPolicy {
    return this.environment.accessStates.policyOf(this.access);
  }

  /** The actor as questions name him. */
  get asker(): { readonly principalId: string; readonly keyId?: string } {
    const { principalId, keyId } = this.actor;
    return keyId === null ? { principalId } : { principalId, keyId };
  }

  /** May the actor, and why? Every question of the server ends in this policy. */
  decide(permission: Permission, scopeId: string, label?: string): Decision {
    return this.policy.decide({ ...this.asker, permission, scopeId, at: this.moment, label });
  }

  may(permission: Permission, scopeId: string, label?: string): boolean {
    const { principalId, keyId } = this.asker;
    return this.policy.check(principalId, permission, scopeId, this.moment, { keyId, label }).allowed;
  }

  mayAny(permissions: readonly Permission[], scopeId: string): boolean {
    return permissions.some((permission) => this.may(permission, scopeId));
  }

  /** Everything the actor may at the scope. */
  permissionsAt(scopeId: string, label?: string): PermissionSet {
    return this.policy.permissionsOn({ ...this.asker, scopeId, at: this.moment, label }).may;
  }

  /**
   * Goes on only if the actor holds the permission.
   *
   * @throws the refusal that names the permission and the roles that would give it.
   */
  require(permission: Permission, scopeId: string, label?: string): void {
    const decision = this.decide(permission, scopeId, label);
    if (decision.allowed) {
      const binding = decision.grants[0]?.bindingId;
      if (binding !== undefined) this.environment.usage.binding(this.organizationId, binding, this.now);
      return;
    }
    refuse(forbidden(decision, this.rolesWith(permission)));
  }

  /** The name of a role, built in or custom; its id where it is gone. */
  roleName(roleId: string): string {
    return builtInRoles.get(roleId)?.name ?? this.access.roles.get(roleId)?.name ?? roleId;
  }

  /** Names of the roles that give a permission; what roles mean is known to every member. */
  rolesWith(permission: Permission): readonly string[] {
    if (this.actor.type === "service-account") return [];
    return [...this.access.roles.values()]
      .filter((role) => roleMasks(this.access.roles, role.id).may.has(permission))
      .map((role) => role.name)
      .concat(builtInRoleNames(permission));
  }
}

export interface ReadingParts {
  readonly environment: Environment;
  readonly tx: Tx;
  readonly actor: Actor;
  readonly frame: CallFrame;
  readonly now: string;
  readonly organization: OrganizationSnapshot;
  readonly state: AccessState;
}

/** What a call is about; `null` where its requirement is about nothing in particular, `missing` where it is not there. */
export async function locateTarget<Input>(
  reading: Reading,
  requirement: ForMembers | ForHolders<Input>,
  input: Input,
): Promise<Located | "missing" | null> {
  if (requirement.type === "member") return null;
  return (await requirement.at.locate(reading, input)) ?? "missing";
}

/**
 * Decides a declared requirement at what was located.
 *
 * @throws the refusal: the one "not found" for what is not there or hidden, else what is missing.
 */
export function decideRequirement<Input>(
  reading: Reading,
  requirement: ForMembers | ForHolders<Input>,
  located: Located | "missing" | null,
): void {
  if (requirement.type === "member") return;
  if (located === "missing" || located === null) refuse(notFound);
  const visible =
    located.visibleBy === "always" || located.own === true || reading.mayAny(located.visibleBy, located.scopeId);
  if (!visible) refuse(notFound);
  if (requirement.orOwn && located.own === true) return;
  reading.require(permissionFor(requirement.permission, located.kind), located.scopeId);
}

/** The permission that an action means for a kind. */
function permissionFor(named: Permission | KindAction, kind: ResourceKind | undefined): Permission {
  const permission = parsePermission(named);
  if (permission !== null) return permission;
  if (kind === undefined) throw new Error(`"${named}" is an action of a kind, and nothing with a kind was located.`);
  return kindPermission(kind, named as KindAction); // it is no permission of its own, so it is the other half of the union
}

function builtInRoleNames(permission: Permission): readonly string[] {
  return [...builtInRoles.values()].filter((role) => role.permissions.has(permission)).map((role) => role.name);
}
