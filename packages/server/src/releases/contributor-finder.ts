import {
  type AuthoredVersion,
  type ClosureEntry,
  type Contributor,
  contributorsOf,
  describeContribution,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import {
  addContributors,
  type LineageVersion,
  listContributors,
  listLineageUpTo,
  listPushesBy,
  listVersionsWithDigest,
  readLineageVersion,
  readOtherSelves,
  readPrincipalsByEmail,
  readServiceAccountPeople,
} from "./contributor-store.ts";

/** What a request proposes, and what the address serves now. */
export interface Proposal {
  readonly requestId: string;
  readonly requesterId: string;
  readonly openedAt: string;
  readonly digest: string;
  /** `null` where nothing is proposed to be served, only to serve nothing more. */
  readonly sourceVersionId: string | null;
  /** Who pushed to it; those of the release request with this id where nobody is named. */
  readonly pusherIds?: readonly string[];
  readonly closure: readonly ClosureEntry[];
  /** The version that the label serves now; `null` for a new label. */
  readonly servedVersionId: string | null;
  readonly servedClosure: readonly ClosureEntry[];
}

/** Everybody who had a hand in a proposal. */
export interface Contribution {
  /** With reasons in words, ordered by id. */
  readonly contributors: readonly { readonly principalId: string; readonly reason: string }[];
  readonly ids: ReadonlySet<string>;
  /** When the oldest version of the lineage since the one now served was saved. */
  readonly workBeganAt: string;
}

/** Finds the contributors anew and adds those that were written down before: the set only grows. */
export async function findContributors(reading: Reading, proposal: Proposal): Promise<Contribution> {
  const { tx, organizationId } = reading;
  const { sourceVersionId, servedVersionId } = proposal;
  const lineage = sourceVersionId === null ? [] : await lineageOf(reading, sourceVersionId, servedVersionId);
  const people = await readServiceAccountPeople(tx, organizationId);
  const byEmail = await readPrincipalsByEmail(tx, organizationId);
  const authored = (version: LineageVersion): AuthoredVersion => ({
    versionId: version.id,
    principalId: version.authorId,
    claimedAuthorId: claimed(reading, byEmail, version.claimedAuthor),
  });
  const found = contributorsOf({
    requesterId: proposal.requesterId,
    pusherIds: proposal.pusherIds ?? (await listPushesBy(tx, organizationId, proposal.requestId)),
    lineage: lineage.map(authored),
    changedIncludes: (await changedIncludes(reading, proposal)).map(authored),
    sameDigest: (await listVersionsWithDigest(tx, organizationId, proposal.digest)).map(authored),
    serviceAccount: (id) => people.get(id) ?? null,
  });
  const known = await listContributors(tx, organizationId, proposal.requestId);
  const reasons = new Map(found.map((one) => [one.principalId, reasonOf(one)]));
  for (const one of known) if (!reasons.has(one.principalId)) reasons.set(one.principalId, one.reason);
  // Who was removed and invited again has a new id and is still who he was.
  const otherSelves = await readOtherSelves(tx, organizationId);
  for (const [principalId, reason] of [...reasons]) {
    for (const other of otherSelves.get(principalId) ?? []) if (!reasons.has(other)) reasons.set(other, reason);
  }
  const contributors = [...reasons].map(([principalId, reason]) => ({ principalId, reason })).sort(byPrincipal);
  return {
    contributors,
    ids: new Set(reasons.keys()),
    workBeganAt: lineage.reduce((oldest, version) => earlier(oldest, version.createdAt), proposal.openedAt),
  };
}

/** Writes down who was found; called by everything that changes a request or acts on it. */
export async function keepContributors(reading: Reading, requestId: string, found: Contribution): Promise<void> {
  await addContributors(reading.tx, reading.organizationId, requestId, found.contributors, reading.now);
}

/**
 * Every version that led from the one now served to the proposed one: of each resource on the way all versions up to the
 * one that went on, back to the one that is served; across copies into other workspaces. What a version says that it was
 * made from belongs as well, also where a version that equals the served one was saved between the two.
 */
async function lineageOf(
  reading: Reading,
  sourceVersionId: string,
  servedVersionId: string | null,
): Promise<readonly LineageVersion[]> {
  const { tx, organizationId } = reading;
  const served = await originsOf(reading, servedVersionId);
  const lineage = new Map<string, LineageVersion>();
  const followed = new Set<string>();
  const pending = [sourceVersionId];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (followed.has(id) || served.ids.has(id)) continue;
    followed.add(id);
    const version = await readLineageVersion(tx, organizationId, id);
    if (version === null) continue;
    const upTo = await listLineageUpTo(tx, organizationId, version.resourceId, version.number);
    const cut = upTo.reduce(
      (number, one) => (served.ids.has(one.id) || served.digest === one.digest ? one.number : number),
      0,
    );
    const byId = new Map(upTo.map((one) => [one.id, one]));
    for (const one of upTo) {
      // The proposed version itself always belongs, also where it equals what is served.
      if (one.number <= cut && one.id !== id) continue;
      lineage.set(one.id, one);
      if (one.sourceVersionId !== null) pending.push(one.sourceVersionId);
      const base = one.basedOnId === null ? undefined : byId.get(one.basedOnId);
      if (base !== undefined && base.number <= cut && base.digest !== served.digest) pending.push(base.id);
    }
  }
  return [...lineage.values()];
}

/** The served version with those that it was copied from. */
async function originsOf(
  reading: Reading,
  versionId: string | null,
): Promise<{ readonly ids: ReadonlySet<string>; readonly digest: string | null }> {
  const ids = new Set<string>();
  let digest: string | null = null;
  for (let id = versionId; id !== null && !ids.has(id); ) {
    const version: LineageVersion | null = await readLineageVersion(reading.tx, reading.organizationId, id);
    ids.add(id);
    digest ??= version?.digest ?? null;
    id = version?.sourceVersionId ?? null;
  }
  return { ids, digest };
}

/**
 * What of the includes is new: of one that is served already in another version all that led from that to this; of one
 * that is served for the first time the version itself, with those that it was copied from.
 */
async function changedIncludes(reading: Reading, proposal: Proposal): Promise<readonly LineageVersion[]> {
  const servedIds = new Set(proposal.servedClosure.map(({ versionId }) => versionId));
  const changed = new Map<string, LineageVersion>();
  for (const entry of proposal.closure) {
    if (servedIds.has(entry.versionId)) continue;
    const served = proposal.servedClosure
      .filter(({ resourceId }) => resourceId === entry.resourceId)
      .reduce<ClosureEntry | null>(
        (newest, one) => (newest === null || one.number > newest.number ? one : newest),
        null,
      );
    const added =
      served === null
        ? await withSources(reading, entry.versionId)
        : await lineageOf(reading, entry.versionId, served.versionId);
    for (const one of added) changed.set(one.id, one);
  }
  return [...changed.values()];
}

async function withSources(reading: Reading, versionId: string): Promise<readonly LineageVersion[]> {
  const versions: LineageVersion[] = [];
  for (const id of (await originsOf(reading, versionId)).ids) {
    const version = await readLineageVersion(reading.tx, reading.organizationId, id);
    if (version !== null) versions.push(version);
  }
  return versions;
}

/** A claimed author who is a principal, by id or by address. */
function claimed(reading: Reading, byEmail: ReadonlyMap<string, string>, text: string | null): string | null {
  if (text === null) return null;
  const name = text.trim();
  return reading.state.principals.has(name) ? name : (byEmail.get(name.toLowerCase()) ?? null);
}

function reasonOf(contributor: Contributor): string {
  return [...new Set(contributor.reasons.map(describeContribution))].join(", ");
}

function byPrincipal(a: { readonly principalId: string }, b: { readonly principalId: string }): number {
  return a.principalId < b.principalId ? -1 : 1;
}

/** The earlier of two instants; they compare as text. */
function earlier(a: string, b: string): string {
  return a <= b ? a : b;
}
