import {
  authorityOn,
  findRole,
  meaningfulOn,
  OWNER_ROLE,
  type Role,
  type RoleTable,
  roleMasks,
  type ScopeNode,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";

/**
 * A role of which something means something at the scope.
 *
 * @throws a refusal `invalid` for any other.
 */
export function bindableRole(roles: RoleTable, roleId: string, scope: ScopeNode): Role {
  const role = findRole(roles, roleId);
  if (role === null) {
    refuse({
      code: "invalid",
      message: `There is no role with the id "${roleId}".`,
      remedy: "Name a built-in role or one of this organization by its id.",
    });
  }
  if (role.id === OWNER_ROLE && scope.type !== "organization") {
    refuse({
      code: "invalid",
      message: `The role "${role.name}" is about the whole organization and can be bound there alone.`,
      remedy: "Bind it at the organization, or another role here.",
    });
  }
  if (roleMasks(roles, role.id).may.intersect(meaningfulOn(scope)).isEmpty) {
    refuse({
      code: "invalid",
      message: `Nothing that the role "${role.name}" gives means anything at the ${scope.type} "${scope.name}".`,
      remedy: "Bind it at a scope above, or choose another role.",
    });
  }
  return role;
}

/**
 * Goes on only with times that a binding can have.
 *
 * @throws a refusal `invalid`.
 */
export function assertTimes(
  now: string,
  {
    notBefore,
    expiresAt,
  }: { readonly notBefore?: string | null | undefined; readonly expiresAt?: string | null | undefined },
): void {
  if (expiresAt === undefined || expiresAt === null) return;
  if (expiresAt <= now) {
    refuse({
      code: "invalid",
      message: `The binding would have ended already, at ${expiresAt}.`,
      remedy: "Choose an end in the future, or none.",
    });
  }
  if (notBefore === undefined || notBefore === null || notBefore < expiresAt) return;
  refuse({
    code: "invalid",
    message: `The binding would begin at ${notBefore} and end before that, at ${expiresAt}.`,
    remedy: "Let it begin before it ends.",
  });
}

/** A role that somebody is about to get. */
export interface RoleGift {
  readonly role: Role;
  /** What roles mean once it is got. */
  readonly roles: RoleTable;
  readonly scope: ScopeNode;
  /** Where the authority to hand it on is asked: the scope, or where that is new the nearest above that stands. */
  readonly authorityAt: string;
}

/**
 * A role is handed on whole. The effect alone would not tell where nobody gains anything yet: a suspended person, a group
 * without members, somebody who has the same by another binding that may be taken away tomorrow.
 *
 * @throws a refusal `escalation` where the actor may not hand on all of it.
 */
export function assertGrantable(reading: Reading, { role, roles, scope, authorityAt }: RoleGift): void {
  const masks = roleMasks(roles, role.id);
  const { mayGrant } = authorityOn(reading.state, reading.asker, authorityAt, reading.now);
  const missing = masks.may.union(masks.mayGrant).intersect(meaningfulOn(scope)).minus(mayGrant);
  if (missing.isEmpty) return;
  refuse({
    code: "escalation",
    message: `The role "${role.name}" gives ${missing.toList().join(", ")}, which you may not hand on there.`,
    remedy: "Choose a role that gives less, or ask somebody who may hand it on to do this.",
    details: { scopeId: authorityAt, missing: missing.toList() },
  });
}
