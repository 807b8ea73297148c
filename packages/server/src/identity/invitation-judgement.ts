import { findRole, governingScope, meaningfulOn, OWNER_ROLE, roleMasks } from "@countersign/core";
import { locateScope } from "../access/scope-locators.ts";
import type { Command } from "../command/command.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import type { GiftedBinding, InvitationGift } from "./invitation-gift.ts";
import { assertMayGiveNewcomer } from "./newcomer.ts";

/**
 * Goes on only if the actor may give this to a newcomer now: it exists where he sees it, he may bind and manage groups
 * there, and what a person would have who got all of it lies within what he may hand on.
 */
export function assertMayGive(command: Command, gift: InvitationGift): void {
  for (const binding of gift.bindings) assertBindable(command, binding);
  if (gift.groupIds.length > 0) command.require("group:manage", command.organizationId);
  for (const groupId of gift.groupIds) found(command.state.groups.get(groupId));
  assertMayGiveNewcomer(command, gift);
}

function assertBindable(command: Command, { roleId, scopeId, expiresAt }: GiftedBinding): void {
  const { state } = command;
  const located = found(locateScope(command, scopeId));
  if (located.visibleBy !== "always" && !command.mayAny(located.visibleBy, scopeId)) refuse(notFound);
  const scope = found(state.scopes.get(scopeId));
  const role = findRole(state.roles, roleId);
  if (role === null) {
    refuse({
      code: "invalid",
      message: `There is no role with the id "${roleId}" to give.`,
      remedy: "Name a built-in role or one of this organization by its id.",
    });
  }
  const means = roleMasks(state.roles, roleId).may.intersect(meaningfulOn(scope));
  if (means.isEmpty || (roleId === OWNER_ROLE && scope.type !== "organization")) {
    refuse({
      code: "invalid",
      message: `The role "${role.name}" cannot be bound at a ${scope.type}.`,
      remedy: "Choose another role, or a scope above.",
    });
  }
  if (expiresAt !== null && expiresAt <= command.now) {
    refuse({
      code: "invalid",
      message: `A binding of the role "${role.name}" would have expired already.`,
      remedy: "Give a time in the future, or none.",
    });
  }
  // Belonging is what an invitation is for; everything else is a binding like any other.
  if (roleId === MEMBER_ROLE && scopeId === command.organizationId) return;
  command.require("binding:manage", governingScope(state, scopeId, "binding:manage") ?? scopeId);
}

/** The role that makes somebody a member and nothing more. */
const MEMBER_ROLE = "organization.member";
