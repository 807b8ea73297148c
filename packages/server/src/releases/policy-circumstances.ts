import {
  type ChangeFacts,
  changeBetween,
  type PolicyVersion,
  type RequestChecks,
  type ResourceKind,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { readVersion } from "../resources/version-store.ts";
import { readCheckReports } from "./check-store.ts";
import type { StoredPush } from "./request-store.ts";
import { readPeopleBehind } from "./standing-behind.ts";

/** What policies look at beside approvals. */
export interface PolicyCircumstances {
  readonly change: ChangeFacts;
  readonly checks: RequestChecks;
}

/**
 * What changes at an address, and what was reported for the digest, read as far as the policies ask for it.
 *
 * @param served ids of every version that the label serves now.
 */
export async function readCircumstances(
  reading: Reading,
  policies: readonly PolicyVersion[],
  kind: ResourceKind,
  push: Pick<StoredPush, "expanded" | "closure" | "digest">,
  served: readonly string[],
): Promise<PolicyCircumstances> {
  return {
    change: policies.some(looksAtChange) ? await readChange(reading, kind, push, served) : { type: "everything" },
    checks: await readChecks(reading, policies, push.digest),
  };
}

/** What was reported for a digest, read as far as the policies ask for it. */
export async function readChecks(
  reading: Reading,
  policies: readonly PolicyVersion[],
  digest: string,
): Promise<RequestChecks> {
  if (!policies.some(({ terms }) => terms.checks.length > 0)) return { reports: [], peopleBehind: (id) => [id] };
  return {
    reports: await readCheckReports(reading.tx, reading.organizationId, digest),
    peopleBehind: await readPeopleBehind(reading),
  };
}

/** What is different between everything that a label serves and what is proposed. */
export async function readChange(
  reading: Reading,
  kind: ResourceKind,
  push: Pick<StoredPush, "expanded" | "closure">,
  served: readonly string[],
): Promise<ChangeFacts> {
  const before = [];
  for (const versionId of new Set(served)) {
    const version = await readVersion(reading.tx, reading.organizationId, versionId);
    // What is served is there. Should it not be, everything has changed.
    if (version === null) return { type: "everything" };
    before.push({ kind: version.kind, expanded: version.expanded, closure: version.closure });
  }
  return changeBetween(before, { kind, expanded: push.expanded, closure: push.closure });
}

function looksAtChange({ requirements, terms }: PolicyVersion): boolean {
  return [...requirements, ...terms.owners.map(({ requirement }) => requirement), ...terms.checks].some(
    ({ when }) => when !== undefined,
  );
}
