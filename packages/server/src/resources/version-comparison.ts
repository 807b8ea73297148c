import {
  type ClosureEntry,
  type ComparedContent,
  type Comparison,
  type ContentChangeRecord,
  compareContent,
  parseContent,
  type ResourceContent,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { seesDrafts } from "./resource-record.ts";
import { closureRecords } from "./version-record.ts";
import { readVersion, type StoredVersion } from "./version-store.ts";

/** What is different between two versions, of one resource or of two of the same kind. */
export async function compareVersions(
  reading: Reading,
  input: { readonly beforeId: string | null; readonly afterId: string },
): Promise<Comparison> {
  const after = await viewedVersion(reading, input.afterId);
  const before = input.beforeId === null ? null : await viewedVersion(reading, input.beforeId);
  if (before !== null && before.kind !== after.kind) {
    refuse({
      code: "invalid",
      message: `A ${before.kind} cannot be compared with a ${after.kind}.`,
      remedy: "Compare versions of one kind.",
    });
  }
  return {
    before: before === null ? null : comparedContent(reading, before),
    after: comparedContent(reading, after),
    changes: [
      ...compareContent(before === null ? null : writtenContent(before), writtenContent(after)),
      ...movedIncludes(before?.closure ?? [], after.closure),
    ],
  };
}

async function viewedVersion(reading: Reading, versionId: string): Promise<StoredVersion> {
  const version = found(await readVersion(reading.tx, reading.organizationId, versionId));
  return seesDrafts(reading, version.kind, version.resourceId) ? version : refuse(notFound);
}

function comparedContent(reading: Reading, version: StoredVersion): ComparedContent {
  const { id, number, digest, content, expanded, closure } = version;
  return {
    versionId: id,
    versionNumber: number,
    digest,
    content,
    expanded,
    closure: closureRecords(reading, closure),
  };
}

function writtenContent(version: StoredVersion): ResourceContent {
  const content = parseContent(version.kind, version.content);
  if (!content.ok) throw new Error(`The stored content of the version ${version.id} cannot be read.`);
  return content.value;
}

/** The same reference that leads to other bytes: nothing was written anew, and still something else is served. */
function movedIncludes(
  before: readonly ClosureEntry[],
  after: readonly ClosureEntry[],
): readonly ContentChangeRecord[] {
  const old = new Map(before.filter(({ depth }) => depth === 1).map((entry) => [entry.reference, entry.digest]));
  return after.flatMap(({ depth, reference, digest }) => {
    const was = depth === 1 ? old.get(reference) : undefined;
    if (was === undefined || was === digest) return [];
    return [{ area: "include", path: `/includes/${pointerToken(reference)}`, before: was, after: digest }];
  });
}

function pointerToken(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}
