import type { Tx } from "../db/database.ts";

/** Ids asked for in one statement. */
const chunkSize = 500;

/** When the newest version of each of these resources was saved. */
export async function readLastSaved(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return lastOf(resourceIds, (chunk) =>
    tx
      .selectFrom("versions")
      .select((of) => ["resource_id", of.fn.max("created_at").as("at")])
      .where("organization_id", "=", organizationId)
      .where("resource_id", "in", chunk)
      .groupBy("resource_id")
      .execute(),
  );
}

/** When a label of each of these resources was last released. */
export async function readLastReleased(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return lastOf(resourceIds, (chunk) =>
    tx
      .selectFrom("releases")
      .select((of) => ["resource_id", of.fn.max("created_at").as("at")])
      .where("organization_id", "=", organizationId)
      .where("resource_id", "in", chunk)
      .groupBy("resource_id")
      .execute(),
  );
}

async function lastOf(
  ids: readonly string[],
  read: (chunk: readonly string[]) => Promise<readonly { readonly resource_id: string; readonly at: string }[]>,
): Promise<ReadonlyMap<string, string>> {
  const last = new Map<string, string>();
  for (let from = 0; from < ids.length; from += chunkSize) {
    for (const row of await read(ids.slice(from, from + chunkSize))) last.set(row.resource_id, row.at);
  }
  return last;
}
