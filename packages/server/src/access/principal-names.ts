import type { PrincipalRef } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** Ids asked for in one statement; both databases bound the number of parameters. */
const chunkSize = 500;

/** Who these principals are, removed ones included: an id keeps its name for ever. What does not exist is absent. */
export async function readPrincipalRefs(
  tx: Tx,
  organizationId: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, PrincipalRef>> {
  const refs = new Map<string, PrincipalRef>();
  for (const chunk of chunksOf(ids)) {
    const rows = await tx
      .selectFrom("principals")
      .select(["id", "type", "name"])
      .where("organization_id", "=", organizationId)
      .where("id", "in", chunk)
      .execute();
    for (const row of rows) refs.set(row.id, { type: row.type, id: row.id, name: row.name });
  }
  return refs;
}

/**
 * One of the principals that {@link readPrincipalRefs} read.
 *
 * @throws an Error for one that was not read: rows that name a principal refer to one that exists.
 */
export function principalRef(refs: ReadonlyMap<string, PrincipalRef>, id: string): PrincipalRef {
  const ref = refs.get(id);
  if (ref === undefined) throw new Error(`There is no principal ${id}.`);
  return ref;
}

/** The names of groups by id; a deleted group is absent. */
export async function readGroupNames(
  tx: Tx,
  organizationId: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const chunk of chunksOf(ids)) {
    const rows = await tx
      .selectFrom("groups")
      .select(["id", "name"])
      .where("organization_id", "=", organizationId)
      .where("id", "in", chunk)
      .execute();
    for (const row of rows) names.set(row.id, row.name);
  }
  return names;
}

function chunksOf(ids: Iterable<string>): readonly (readonly string[])[] {
  const distinct = [...new Set(ids)];
  const chunks: (readonly string[])[] = [];
  for (let from = 0; from < distinct.length; from += chunkSize) chunks.push(distinct.slice(from, from + chunkSize));
  return chunks;
}
