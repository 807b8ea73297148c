import type { ResourceKind } from "@countersign/core";
import { sql } from "kysely";
import type { Tx } from "../db/database.ts";
import { compareBytes } from "./byte-order.ts";

/** A resource's place, without what a list does not ask for. */
export interface ResourcePlace {
  readonly id: string;
  readonly kind: ResourceKind;
  readonly parentId: string;
  readonly path: string;
  readonly archived: boolean;
}

/** The resources of a workspace whose paths begin with `prefix`, in the order of the bytes of their paths. */
export async function listResourcePlaces(
  tx: Tx,
  organizationId: string,
  workspaceId: string,
  prefix: string,
): Promise<readonly ResourcePlace[]> {
  let query = tx
    .selectFrom("scopes")
    .select(["id", "kind", "parent_id", "path", "archived_at"])
    .where("organization_id", "=", organizationId)
    .where("workspace_id", "=", workspaceId)
    .where("type", "=", "resource");
  if (prefix !== "") query = query.where(sql<string>`substr(path, 1, ${sql.lit(prefix.length)})`, "=", prefix);
  const rows = await query.execute();
  return rows
    .flatMap(({ id, kind, parent_id, path, archived_at }): readonly ResourcePlace[] =>
      kind === null || parent_id === null
        ? []
        : [{ id, kind, parentId: parent_id, path, archived: archived_at !== null }],
    )
    .sort((a, b) => compareBytes(a.path, b.path));
}
