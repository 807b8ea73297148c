import { kindPermission, type ReleaseKind, type ResourceKind, type ServedResource } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import type { Locator } from "../command/requirement.ts";
import { type AddressedResource, findAddressed, readServedLabel } from "./delivery-store.ts";

/** What an application asks for, by names. */
export interface ServedAddress {
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
}

/** What an address serves, its content as the text that is stored. */
export interface Served {
  readonly head: Omit<ServedResource, "content">;
  /** Canonical JSON. */
  readonly content: string;
  readonly resource: AddressedResource;
}

/** The resource of an address; visible where its label is. */
export const servedAddress: Locator<ServedAddress> = {
  argument: "path",
  locate: async (reading, { workspace, path, label }) => {
    const resource = await findAddressed(reading.tx, reading.organizationId, workspace, path);
    if (resource === null) return null;
    return {
      scopeId: resource.id,
      kind: resource.kind,
      target: { type: "resource", id: resource.id },
      visibleBy: seesLabel(reading, resource, label) ? "always" : [],
    };
  },
};

/**
 * What an address serves to this actor, decided anew: `use` at the resource, with the label for a key that is narrowed
 * to labels. An unknown workspace, path, label or kind, what is archived, withdrawn or hidden is one answer.
 *
 * @param kind what the route speaks of; `null` for any.
 */
export async function readServed(reading: Reading, address: ServedAddress, kind: ResourceKind | null): Promise<Served> {
  const { tx, organizationId } = reading;
  const { workspace, path, label } = address;
  const resource = found(await findAddressed(tx, organizationId, workspace, path));
  if ((kind !== null && resource.kind !== kind) || !seesLabel(reading, resource, label)) refuse(notFound);
  const permission = kindPermission(resource.kind, "use");
  reading.require(permission, resource.id);
  if (!reading.may(permission, resource.id, label)) refuse(notFound);
  const served = found(await readServedLabel(tx, organizationId, resource.id, label));
  const { versionNumber: version, digest, sequence, releasedAt } = served;
  const unreviewed = neverReviewed.has(served.releaseKind) || !served.reviewed;
  return {
    head: {
      workspace,
      path,
      kind: resource.kind,
      label,
      version,
      digest,
      sequence,
      unreviewed,
      releasedAt,
      release: served.signed,
    },
    content: served.expanded,
    resource,
  };
}

/** Names what an address serves: these bytes, by this release. */
export function tagOf(served: { readonly digest: string; readonly sequence: number }): string {
  return `"${served.digest}.${served.sequence}"`;
}

/** Whether this actor is served a resource under a label; nothing is recorded as used. As {@link readServed} decides. */
export function isServed(reading: Reading, resource: AddressedResource, label: string): boolean {
  const permission = kindPermission(resource.kind, "use");
  return (
    seesLabel(reading, resource, label) &&
    reading.may(permission, resource.id) &&
    reading.may(permission, resource.id, label)
  );
}

/** Whoever put these there, nobody had to approve. */
const neverReviewed: ReadonlySet<ReleaseKind> = new Set(["unprotected", "adopted", "break-glass"]);

function seesLabel(reading: Reading, { id, kind }: AddressedResource, label: string): boolean {
  return (["use", "view"] as const).some((action) => reading.may(kindPermission(kind, action), id, label));
}
