import type { Tx } from "../db/database.ts";

/** A label of a prompt that serves something. */
export interface CatalogueRow {
  readonly resourceId: string;
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
  readonly versionId: string;
  readonly version: number;
  readonly digest: string;
}

/** Every label of every prompt of the organization, or of the workspace of a name. */
export async function listServedPrompts(
  tx: Tx,
  organizationId: string,
  workspace: string | null,
): Promise<readonly CatalogueRow[]> {
  let query = tx
    .selectFrom("scopes as w")
    .innerJoin("scopes as s", (on) =>
      on.onRef("s.organization_id", "=", "w.organization_id").onRef("s.workspace_id", "=", "w.id"),
    )
    .innerJoin("labels as l", (on) =>
      on.onRef("l.organization_id", "=", "s.organization_id").onRef("l.resource_id", "=", "s.id"),
    )
    .innerJoin("releases as r", (on) =>
      on.onRef("r.organization_id", "=", "l.organization_id").onRef("r.id", "=", "l.release_id"),
    )
    .innerJoin("versions as v", (on) =>
      on.onRef("v.organization_id", "=", "r.organization_id").onRef("v.id", "=", "r.version_id"),
    )
    .select([
      "s.id as resourceId",
      "w.name as workspace",
      "s.path as path",
      "l.name as label",
      "v.id as versionId",
      "v.number as version",
      "v.digest as digest",
    ])
    .where("w.organization_id", "=", organizationId)
    .where("w.parent_id", "=", organizationId)
    .where("s.type", "=", "resource")
    .where("s.kind", "=", "prompt");
  if (workspace !== null) query = query.where("w.name", "=", workspace);
  return query.execute();
}

/** The contents of versions, canonical JSON, includes resolved, by their ids. */
export async function readExpanded(
  tx: Tx,
  organizationId: string,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (versionIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("versions")
    .select(["id", "expanded"])
    .where("organization_id", "=", organizationId)
    .where("id", "in", versionIds)
    .execute();
  return new Map(rows.map(({ id, expanded }) => [id, expanded]));
}
