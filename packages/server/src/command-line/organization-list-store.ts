import type { Tx } from "../db/database.ts";

/** Every organization of the server, oldest first: the host's own view, which no caller of the API has. */
export async function listOrganizations(tx: Tx): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return tx.selectFrom("organizations").select(["id", "name"]).orderBy("created_at").orderBy("id").execute();
}
