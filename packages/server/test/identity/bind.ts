import type { SignedIn } from "../fixtures/test-server.ts";

/** Gives a role, at the organization unless a scope is named, and answers the binding. */
export async function bind(
  by: SignedIn,
  holder: { readonly type: "principal" | "group"; readonly id: string },
  roleId: string,
  scopeId = by.me.organization.id,
) {
  return by.api.binding.create.mutate({ holder, roleId, scopeId });
}
