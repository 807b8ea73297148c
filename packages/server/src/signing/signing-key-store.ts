import { type SigningKey, signingKey } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** Every key that is known, the newest first. */
export async function listSigningKeys(tx: Tx): Promise<readonly SigningKey[]> {
  const rows = await tx
    .selectFrom("signing_keys")
    .select(["x", "valid_from", "valid_until"])
    .orderBy("created_at", "desc")
    .orderBy("kid")
    .execute();
  return rows.map(keyOf);
}

/** One key; `null` where nobody has made it known. */
export async function readSigningKeyRow(tx: Tx, kid: string): Promise<SigningKey | null> {
  const row = await tx
    .selectFrom("signing_keys")
    .select(["x", "valid_from", "valid_until"])
    .where("kid", "=", kid)
    .executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

/** Makes a key known; false where it is already. */
export async function insertSigningKey(
  tx: Tx,
  key: { readonly kid: string; readonly x: string; readonly validFrom: string | null; readonly at: string },
): Promise<boolean> {
  const written = await tx
    .insertInto("signing_keys")
    .values({ kid: key.kid, x: key.x, valid_from: key.validFrom, valid_until: null, created_at: key.at })
    .onConflict((conflict) => conflict.column("kid").doNothing())
    .executeTakeFirst();
  return Number(written.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Lets a key that was only made known sign from now on. */
export async function startSigningKey(tx: Tx, kid: string, at: string): Promise<boolean> {
  const written = await tx
    .updateTable("signing_keys")
    .set({ valid_from: at })
    .where("kid", "=", kid)
    .where("valid_from", "is", null)
    .executeTakeFirst();
  return Number(written.numUpdatedRows) > 0;
}

/** Ends the time of a key; false for one that has ended. */
export async function retireSigningKey(tx: Tx, kid: string, at: string): Promise<boolean> {
  const written = await tx
    .updateTable("signing_keys")
    .set({ valid_until: at })
    .where("kid", "=", kid)
    .where("valid_until", "is", null)
    .executeTakeFirst();
  return Number(written.numUpdatedRows) > 0;
}

function keyOf(row: {
  readonly x: string;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
}): SigningKey {
  return signingKey(row.x, { validFrom: row.valid_from, validUntil: row.valid_until });
}
