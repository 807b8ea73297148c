import { isDigest, type ResourceKind } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { AddressedResource } from "./delivery-store.ts";
import { type ServedAddress, tagOf } from "./served-address.ts";

/** What an address leads to, whoever asks. */
export interface AddressFacts {
  readonly resource: AddressedResource;
  /** Names what is served there. */
  readonly tag: string;
}

/** One address of one kind, as one key. No name that anything is served under holds a NUL. */
export function watchKey(kind: ResourceKind, { workspace, path, label }: ServedAddress): string {
  return `${kind}\0${workspace}\0${label}\0${path}`;
}

/** How many paths one query asks for. */
const most = 256;

/** What these addresses serve, by {@link watchKey}; those that serve nothing are left out, others may be in. */
export async function readAddressFacts(
  tx: Tx,
  organizationId: string,
  addresses: readonly ServedAddress[],
): Promise<ReadonlyMap<string, AddressFacts>> {
  const paths = [...new Set(addresses.map(({ path }) => path))];
  const facts = new Map<string, AddressFacts>();
  for (let from = 0; from < paths.length; from += most) {
    for (const row of await readRows(tx, organizationId, paths.slice(from, from + most))) {
      const { kind, digest, sequence } = row;
      if (kind === null) throw new Error(`The resource ${row.id} has no kind.`);
      if (!isDigest(digest)) throw new Error(`A version that ${row.id} serves has no digest.`);
      facts.set(watchKey(kind, row), { resource: { id: row.id, kind }, tag: tagOf({ digest, sequence }) });
    }
  }
  return facts;
}

function readRows(tx: Tx, organizationId: string, paths: readonly string[]) {
  return tx
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
      "w.name as workspace",
      "s.path as path",
      "s.id as id",
      "s.kind as kind",
      "l.name as label",
      "l.sequence as sequence",
      "v.digest as digest",
    ])
    .where("w.organization_id", "=", organizationId)
    .where("w.parent_id", "=", organizationId)
    .where("s.type", "=", "resource")
    .where("s.path", "in", padded(paths))
    .execute();
}

/** The revisions of these organizations; one that is gone is left out. */
export async function readRevisions(
  tx: Tx,
  organizationIds: readonly string[],
): Promise<readonly { readonly id: string; readonly revision: number }[]> {
  return tx.selectFrom("organizations").select(["id", "revision"]).where("id", "in", padded(organizationIds)).execute();
}

/** Filled up with what is there already, so that there are few lengths of a list and few statements to be prepared. */
function padded(values: readonly string[]): readonly string[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)));
  return Array.from({ length }, (_, at) => values[at % values.length] ?? "");
}
