import {
  type ContentReference,
  err,
  formatReference,
  type IncludedVersion,
  kindPermission,
  ok,
  parseExpandedContent,
  type Result,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { readLabels } from "./label-store.ts";
import { findByPath, type StoredResource } from "./scope-store.ts";
import { readVersion, readVersionByNumber, type StoredVersion } from "./version-store.ts";

/**
 * What a reference leads to inside a workspace, for somebody who saves it: by label what he may `use`, by number what he
 * may `view`. What is not there, is archived, serves nothing or may not be had is one answer: saving a content must not
 * tell what there is.
 */
export async function lookUpIncluded(
  reading: Reading,
  workspaceId: string,
  reference: ContentReference,
): Promise<Result<IncludedVersion, string>> {
  const scope = await findByPath(reading.tx, reading.organizationId, workspaceId, reference.path);
  const version = scope?.type === "resource" ? await namedVersion(reading, scope, reference) : null;
  return version === null ? err(notIncludable(reference)) : ok(includedVersion(version));
}

async function namedVersion(
  reading: Reading,
  resource: StoredResource,
  reference: ContentReference,
): Promise<StoredVersion | null> {
  const { tx, organizationId } = reading;
  const { id, kind } = resource;
  if (reference.by === "number") {
    if (!reading.may(kindPermission(kind, "view"), id)) return null;
    return readVersionByNumber(tx, organizationId, id, reference.number);
  }
  if (!reading.may(kindPermission(kind, "use"), id, reference.label)) return null;
  const labels = await readLabels(tx, organizationId, [id]);
  const serves = labels.find(({ name }) => name === reference.label)?.serves ?? null;
  return serves === null ? null : readVersion(tx, organizationId, serves.versionId);
}

function notIncludable(reference: ContentReference): string {
  const needed =
    reference.by === "label"
      ? "a label of this workspace that you may use"
      : "a version of this workspace that you may view";
  return `"${formatReference(reference)}" leads to nothing that can be included: name ${needed}, by its path inside the workspace.`;
}

function includedVersion(version: StoredVersion): IncludedVersion {
  const expanded = parseExpandedContent(version.kind, version.expanded);
  if (!expanded.ok) throw new Error(`The stored content of the version ${version.id} cannot be read.`);
  const { id, resourceId, number, digest, closure } = version;
  return { resourceId, versionId: id, number, digest, expanded: expanded.value, closure };
}
