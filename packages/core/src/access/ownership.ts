import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import type { AccessState, PrincipalId } from "./access-state.ts";
import { OWNER_ROLE } from "./builtin-roles.ts";
import { phaseOf } from "./holding.ts";
import type { Instant } from "./instant.ts";

/**
 * The owners who count, by id: active people with a local sign-in who hold the owner's role at the organization by a
 * binding of their own that has started and never expires. Time alone takes none of them away.
 */
export function countingOwners(state: AccessState, at: Instant): readonly PrincipalId[] {
  const owners = [...state.bindings.values()]
    .filter((binding) => binding.roleId === OWNER_ROLE && binding.scopeId === state.organizationId)
    .filter((binding) => binding.expiresAt === null && phaseOf(binding, at) === "live")
    .filter(({ holder }) => holder.type === "principal")
    .map(({ holder }) => holder.id);
  return [...new Set(owners)].sort().filter((id) => {
    const principal = state.principals.get(id);
    return principal?.type === "user" && principal.active && principal.localSignIn;
  });
}

/** Refuses a write after which nobody would be left who counts as an owner. */
export function keepsOwner(after: AccessState, at: Instant): Result<void, Refusal & { readonly code: "last_owner" }> {
  if (countingOwners(after, at).length > 0) return ok(undefined);
  return err({
    code: "last_owner",
    message:
      "The organization would be left without an owner: an active person with a local sign-in who is bound directly, from now on and for good.",
    remedy: "Make somebody else an owner first.",
  });
}
