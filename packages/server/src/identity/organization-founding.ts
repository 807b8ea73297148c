import { builtInRoles, OWNER_ROLE } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import { newId } from "../command/identifiers.ts";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import { insertOrganization, insertPrincipal, insertUser } from "./founding-store.ts";

/** The first owner's sign-in, made already. */
export interface Founder {
  readonly email: string;
  readonly name: string;
  readonly credentialId: string;
}

/**
 * Makes an organization with its scope, its built-in roles and its first owner, in the given transaction. It is the one
 * write to access that no actor is judged for: whoever holds the setup token founds.
 */
export async function foundOrganization(
  place: { readonly tx: Tx; readonly engine: Engine; readonly now: string; readonly requestId: string },
  name: string,
  founder: Founder,
): Promise<{ readonly organizationId: string; readonly principalId: string }> {
  const { tx, now } = place;
  const organizationId = newId("org");
  const principalId = newId("prn");
  const userId = await insertUser(tx, { id: newId("usr"), at: now, ...founder });
  await insertOrganization(tx, {
    id: organizationId,
    name,
    at: now,
    createdBy: principalId,
    roles: [...builtInRoles.values()],
  });
  await insertPrincipal(tx, { organizationId, id: principalId, userId, name: founder.name, at: now });
  const bindingId = newId("bnd");
  await tx
    .insertInto("bindings")
    .values({
      organization_id: organizationId,
      id: bindingId,
      principal_id: principalId,
      role_id: OWNER_ROLE,
      scope_id: organizationId,
      reason: "founded the organization",
      granted_by: principalId,
      granted_at: now,
    })
    .execute();
  await appendToChain({ tx, engine: place.engine, chain: organizationId, revision: 1, now }, [
    {
      action: "organization.create",
      actor: { type: "system", principalId: null, keyId: null },
      target: { type: "organization", id: organizationId },
      scopeId: organizationId,
      outcome: { outcome: "done" },
      requestId: place.requestId,
      details: { owner: principalId, bindingId },
      texts: { name },
    },
  ]);
  return { organizationId, principalId };
}
