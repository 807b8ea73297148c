import type { Digest, ReleaseKind, ResourceKind, SignedText } from "@countersign/core";
import { isDigest } from "@countersign/core";
import { sql } from "kysely";
import type { Tx } from "../db/database.ts";

/** What lies at an address. */
export interface AddressedResource {
  readonly id: string;
  readonly kind: ResourceKind;
}

/** The resource at an address of names, archived or not; `null` where there is none. */
export async function findAddressed(
  tx: Tx,
  organizationId: string,
  workspace: string,
  path: string,
): Promise<AddressedResource | null> {
  const row = await tx
    .selectFrom("scopes as w")
    .innerJoin("scopes as s", (on) =>
      on.onRef("s.organization_id", "=", "w.organization_id").onRef("s.workspace_id", "=", "w.id"),
    )
    .select(["s.id", "s.kind"])
    .where("w.organization_id", "=", organizationId)
    .where("w.parent_id", "=", organizationId)
    .where("w.name", "=", workspace)
    .where("s.path", "=", path)
    .where("s.type", "=", "resource")
    .executeTakeFirst();
  return row === undefined || row.kind === null ? null : { id: row.id, kind: row.kind };
}

/** What a label serves now. */
interface ServedLabel {
  readonly versionNumber: number;
  readonly digest: Digest;
  readonly sequence: number;
  readonly releaseKind: ReleaseKind;
  readonly releasedAt: string;
  /** A reviewed release has put these bytes under this very address, now or before. */
  readonly reviewed: boolean;
  /** Canonical JSON of the content, includes resolved. */
  readonly expanded: string;
  /** What the release says of itself; `null` for one that was made before releases were signed. */
  readonly signed: SignedText | null;
}

/** What a label of a resource serves; `null` where there is no such label or it was withdrawn. */
export async function readServedLabel(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  label: string,
): Promise<ServedLabel | null> {
  const row = await tx
    .selectFrom("labels as l")
    .innerJoin("releases as r", (on) =>
      on.onRef("r.organization_id", "=", "l.organization_id").onRef("r.id", "=", "l.release_id"),
    )
    .innerJoin("versions as v", (on) =>
      on.onRef("v.organization_id", "=", "r.organization_id").onRef("v.id", "=", "r.version_id"),
    )
    .innerJoin("scopes as s", (on) =>
      on.onRef("s.organization_id", "=", "l.organization_id").onRef("s.id", "=", "l.resource_id"),
    )
    .leftJoin("release_signatures as g", (on) =>
      on
        .onRef("g.organization_id", "=", "r.organization_id")
        .onRef("g.release_id", "=", "r.id")
        .on("g.kid", "=", (of) =>
          of
            .selectFrom("release_signatures as n")
            .select("n.kid")
            .whereRef("n.organization_id", "=", "r.organization_id")
            .whereRef("n.release_id", "=", "r.id")
            .orderBy("n.signed_at", "desc")
            .orderBy("n.kid")
            .limit(1),
        ),
    )
    .select((of) => [
      "g.statement",
      "g.signature",
      "v.number",
      "v.digest",
      "v.expanded",
      "l.sequence",
      "r.kind",
      "r.created_at",
      of
        .selectFrom("releases as a")
        .select(sql<number>`count(*)`.as("count"))
        .whereRef("a.organization_id", "=", "r.organization_id")
        .whereRef("a.resource_id", "=", "r.resource_id")
        .whereRef("a.label", "=", "r.label")
        .whereRef("a.digest", "=", "r.digest")
        .whereRef("a.sequence", "<=", "r.sequence")
        .whereRef("a.target_workspace_id", "=", "s.workspace_id")
        .whereRef("a.target_path", "=", "s.path")
        .where("a.kind", "in", ["approved", "gradual"])
        .as("approvals"),
    ])
    .where("l.organization_id", "=", organizationId)
    .where("l.resource_id", "=", resourceId)
    .where("l.name", "=", label)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (!isDigest(row.digest)) throw new Error(`A version that ${resourceId} serves has no digest.`);
  return {
    versionNumber: row.number,
    digest: row.digest,
    sequence: row.sequence,
    releaseKind: row.kind,
    releasedAt: row.created_at,
    reviewed: Number(row.approvals ?? 0) > 0,
    expanded: row.expanded,
    signed:
      row.statement === null || row.signature === null ? null : { statement: row.statement, signature: row.signature },
  };
}
