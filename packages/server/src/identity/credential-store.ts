import { sql } from "kysely";
import { randomText } from "../command/identifiers.ts";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";

/**
 * What of the sign-in library's tables must be read and written in our own transactions: who may set a password is ours
 * to decide, and the decision and the password commit together.
 */

/** Holds a credential until the transaction ends; false when it is gone. SQLite has one writer anyway. */
export async function lockCredential(tx: Tx, engine: Engine, credentialId: string): Promise<boolean> {
  const lock = engine === "postgres" ? sql`for update` : sql``;
  const found = await sql<{ readonly id: string }>`
    select "id" from auth_user where "id" = ${credentialId} ${lock}`.execute(tx);
  return found.rows.length === 1;
}

/** The stored password; `null` for a credential whose making was cut short. */
export async function readPasswordHash(tx: Tx, credentialId: string): Promise<string | null> {
  const found = await sql<{ readonly password: string | null }>`
    select "password" from auth_account where "userId" = ${credentialId} and "providerId" = 'credential'`.execute(tx);
  return found.rows[0]?.password ?? null;
}

/** Sets the password and ends every session. Needs the lock of {@link lockCredential}. */
export async function writePasswordHash(
  tx: Tx,
  credential: { readonly id: string; readonly passwordHash: string; readonly at: string },
): Promise<void> {
  const { id, passwordHash, at } = credential;
  if ((await readPasswordHash(tx, id)) === null) {
    await sql`delete from auth_account where "userId" = ${id} and "providerId" = 'credential'`.execute(tx);
    await sql`
      insert into auth_account ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
      values (${randomText(32)}, ${id}, 'credential', ${id}, ${passwordHash}, ${at}, ${at})`.execute(tx);
  } else {
    await sql`
      update auth_account set "password" = ${passwordHash}, "updatedAt" = ${at}
      where "userId" = ${id} and "providerId" = 'credential'`.execute(tx);
  }
  await deleteSessions(tx, id);
}

/** Ends every session of a credential. */
export async function deleteSessions(tx: Tx, credentialId: string): Promise<void> {
  await sql`delete from auth_session where "userId" = ${credentialId}`.execute(tx);
}

/**
 * Whether somebody belongs to an organization with this credential, active or suspended. One who was removed everywhere
 * does not: the credential opens nothing, and who invites its address again decides who gets it.
 */
export async function credentialIsClaimed(tx: Tx, credentialId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("users")
    .innerJoin("principals", "principals.user_id", "users.id")
    .select("principals.id")
    .where("users.credential_id", "=", credentialId)
    .where("principals.state", "<>", "removed")
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the person belongs to another organization of this server as well, active or suspended. */
export async function belongsElsewhere(tx: Tx, organizationId: string, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("principals")
    .select("id")
    .where("user_id", "=", userId)
    .where("organization_id", "<>", organizationId)
    .where("state", "<>", "removed")
    .executeTakeFirst();
  return row !== undefined;
}
