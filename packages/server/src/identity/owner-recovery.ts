import { countingOwners } from "@countersign/core";
import { readAccessState } from "../access/access-state-store.ts";
import { appendToChain } from "../audit/audit-store.ts";
import type { CallFrame } from "../command/actor.ts";
import type { Environment } from "../command/environment.ts";
import { newId } from "../command/identifiers.ts";
import { readOrganization, writeRevision } from "../command/organization-store.ts";
import type { OrganizationSnapshot } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import type { Tx } from "../db/database.ts";
import { lockCredential, writePasswordHash } from "./credential-store.ts";
import { insertPrincipal, insertUser } from "./founding-store.ts";
import { hashSecret } from "./key-secret.ts";
import { refuseLink } from "./link.ts";
import { credentialLinkLifetime, newLinkToken } from "./link-token.ts";
import { findMemberByEmail, findUserName, type MemberRow, writePrincipalState } from "./member-store.ts";
import { findRecovery, insertOwnerBinding, type RecoveryToken } from "./recovery-store.ts";
import { dropUnusedSetupTokens, insertSetupToken, takeSetupToken } from "./setup-token-store.ts";

/**
 * What became of a recovery: the member is an owner now; or, where that would not let him in (a stranger, a suspended
 * member, an owner who lost his password), a token for `#/invitation/<token>` below the console's base.
 */
export type OwnerRecovery =
  | { readonly type: "bound"; readonly principalId: string }
  | { readonly type: "link"; readonly token: string; readonly expiresAt: string };

/**
 * Gives an organization an owner back. It is the host's way: whoever can run it owns the database anyway, and no actor
 * is judged for it. It is audited in the organization's own chain.
 */
export async function recoverOwner(
  environment: Environment,
  organizationId: string,
  emailAddress: string,
  requestId: string,
): Promise<OwnerRecovery> {
  const email = emailAddress.trim().toLowerCase();
  return changing<OwnerRecovery>(environment, organizationId, requestId, async (tx, organization, now) => {
    const member = await findMemberByEmail(tx, organization.id, email);
    const owners = countingOwners(await readAccessState(tx, organization.id, organization.revision), now);
    if (member?.state === "active" && member.credentialId !== null && !owners.includes(member.id)) {
      const bindingId = await bindOwner(tx, organization.id, member.id, now);
      return {
        answer: { type: "bound", principalId: member.id },
        principalId: member.id,
        details: { step: "bound", bindingId },
      };
    }
    const token = newLinkToken();
    const id = newId("stp");
    const expiresAt = new Date(Date.parse(now) + credentialLinkLifetime).toISOString();
    await dropUnusedSetupTokens(tx, "recover-owner", organization.id);
    await insertSetupToken(tx, {
      id,
      tokenHash: hashSecret(token),
      purpose: "recover-owner",
      organizationId: organization.id,
      email,
      expiresAt,
      at: now,
    });
    return {
      answer: { type: "link", token, expiresAt },
      principalId: member?.id ?? null,
      details: { step: "link", tokenId: id },
    };
  });
}

/** The recovery that a token opens, while it is open. */
export async function findOpenRecovery(environment: Environment, token: string): Promise<RecoveryToken | null> {
  const recovery = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findRecovery(tx, hashSecret(token)));
  const open = recovery !== null && recovery.usedAt === null && recovery.expiresAt > environment.clock.now();
  return open ? recovery : null;
}

/** Sets the password anew and makes its person an owner, joining or reactivating him. */
export async function acceptRecovery(
  environment: Environment,
  frame: CallFrame,
  recovery: RecoveryToken,
  input: { readonly name?: string | undefined; readonly password: string },
): Promise<void> {
  const { credentials, engine } = environment;
  const { email, organizationId } = recovery;
  const passwordHash = await credentials.hashPassword(input.password);
  const credentialId = await credentials.obtain({ email, name: input.name ?? email });
  await changing(environment, organizationId, frame.requestId, async (tx, _organization, now) => {
    if (!(await takeSetupToken(tx, recovery.id, now)) || recovery.expiresAt <= now) refuseLink();
    if (!(await lockCredential(tx, engine, credentialId))) refuseLink();
    await writePasswordHash(tx, { id: credentialId, passwordHash, at: now });
    const member = await findMemberByEmail(tx, organizationId, email);
    const name = input.name ?? member?.name ?? (await findUserName(tx, email)) ?? email;
    const userId = await insertUser(tx, { id: newId("usr"), email, name, credentialId, at: now });
    const principalId = await standing(tx, { organizationId, member, userId, name, at: now });
    const bindingId = await bindOwner(tx, organizationId, principalId, now);
    return { answer: null, principalId, details: { step: "accepted", tokenId: recovery.id, bindingId } };
  });
}

/** The person as an active principal of the organization. */
async function standing(
  tx: Tx,
  person: {
    readonly organizationId: string;
    readonly member: MemberRow | null;
    readonly userId: string;
    readonly name: string;
    readonly at: string;
  },
): Promise<string> {
  const { organizationId, member, userId, name, at } = person;
  if (member === null) {
    const id = newId("prn");
    await insertPrincipal(tx, { organizationId, id, userId, name, at });
    return id;
  }
  if (member.state === "suspended") await writePrincipalState(tx, organizationId, member.id, "active");
  return member.id;
}

/** Binds the owner's role unless the person counts as an owner already. */
async function bindOwner(tx: Tx, organizationId: string, principalId: string, at: string): Promise<string | null> {
  const owners = countingOwners(await readAccessState(tx, organizationId, 0), at);
  if (owners.includes(principalId)) return null;
  const id = newId("bnd");
  await insertOwnerBinding(tx, organizationId, { id, principalId, at });
  return id;
}

/** One step of a recovery: locks, works, raises the revision and appends its event, in one transaction. */
async function changing<T>(
  environment: Environment,
  organizationId: string,
  requestId: string,
  work: (
    tx: Tx,
    organization: OrganizationSnapshot,
    now: string,
  ) => Promise<{
    readonly answer: T;
    readonly principalId: string | null;
    readonly details: Readonly<Record<string, string | null>>;
  }>,
): Promise<T> {
  const { engine } = environment;
  const { answer, state } = await environment.db.transaction().execute(async (tx) => {
    const organization = await readOrganization(tx, engine, organizationId, "exclusive");
    if (organization === null) {
      refuse({
        code: "not_found",
        message: `There is no organization with the id "${organizationId}".`,
        remedy: "Look up its id; it begins with org_.",
      });
    }
    const now = await environment.clock.inside(tx);
    const done = await work(tx, organization, now);
    const revision = organization.revision + 1;
    await writeRevision(tx, organizationId, revision, true);
    await appendToChain({ tx, engine, chain: organizationId, revision, now }, [
      {
        action: "owner.recover",
        actor: { type: "system", principalId: null, keyId: null },
        target: { type: "principal", id: done.principalId },
        scopeId: organizationId,
        outcome: { outcome: "done" },
        requestId,
        details: done.details,
      },
    ]);
    return { answer: done.answer, state: await readAccessState(tx, organizationId, revision) };
  });
  environment.accessStates.committed(state);
  return answer;
}
