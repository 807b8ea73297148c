/** Why a principal is a contributor of a request. */
export type ContributionReason =
  | { readonly type: "requester" }
  | { readonly type: "pushed" }
  | { readonly type: "author"; readonly versionId: string }
  | { readonly type: "include-author"; readonly versionId: string }
  | { readonly type: "saved-digest"; readonly versionId: string }
  | { readonly type: "claimed-author"; readonly versionId: string }
  | { readonly type: "responsible"; readonly serviceAccountId: string }
  | { readonly type: "key-maker"; readonly serviceAccountId: string };

/** Somebody who had a hand in what a request proposes, and whose approval of it therefore never counts. */
export interface Contributor {
  readonly principalId: string;
  /** At least one, without repetition. */
  readonly reasons: readonly ContributionReason[];
}

/** A version and who made it. */
export interface AuthoredVersion {
  readonly versionId: string;
  /** The authenticated principal who saved it. */
  readonly principalId: string;
  /** Whom the saver named as its author, an import for example; adds a contributor and replaces none. */
  readonly claimedAuthorId: string | null;
}

/** Who stands behind a service account. */
export interface ServiceAccountPeople {
  readonly responsible: readonly string[];
  readonly keyMakers: readonly string[];
}

/** From what the contributors of a request are found. */
export interface ContributionFacts {
  readonly requesterId: string;
  readonly pusherIds: readonly string[];
  /** Every version in the lineage of the proposed one since the one now served, the proposed one included; across copies, imports and workspaces. */
  readonly lineage: readonly AuthoredVersion[];
  /** The included versions that differ from those that the address serves now. */
  readonly changedIncludes: readonly AuthoredVersion[];
  /** Every version of the organization that has the proposed digest. */
  readonly sameDigest: readonly AuthoredVersion[];
  /** Who stands behind a principal if it is a service account; `null` for a person. Past responsible people and makers of revoked keys count among them. */
  readonly serviceAccount: (principalId: string) => ServiceAccountPeople | null;
}

/**
 * Finds the contributors of a request, each with every reason, ordered by id: its requester, whoever pushed to it, the
 * authors of its lineage and of includes that differ, whoever saved the same digest, and, for each service account among
 * them, its responsible people and the makers of its keys, as far as that leads.
 */
export function contributorsOf(facts: ContributionFacts): readonly Contributor[] {
  const found = new Map<string, ContributionReason[]>();
  const pending: string[] = [];
  const add = (principalId: string, reason: ContributionReason): void => {
    const reasons = found.get(principalId);
    if (reasons === undefined) {
      found.set(principalId, [reason]);
      pending.push(principalId);
    } else if (!reasons.some((known) => sameReason(known, reason))) {
      reasons.push(reason);
    }
  };
  const addAuthors = (
    versions: readonly AuthoredVersion[],
    type: "author" | "include-author" | "saved-digest",
  ): void => {
    for (const { versionId, principalId, claimedAuthorId } of versions) {
      add(principalId, { type, versionId });
      if (claimedAuthorId !== null) add(claimedAuthorId, { type: "claimed-author", versionId });
    }
  };

  add(facts.requesterId, { type: "requester" });
  for (const principalId of facts.pusherIds) add(principalId, { type: "pushed" });
  addAuthors(facts.lineage, "author");
  addAuthors(facts.changedIncludes, "include-author");
  addAuthors(facts.sameDigest, "saved-digest");
  for (let principalId = pending.pop(); principalId !== undefined; principalId = pending.pop()) {
    const people = facts.serviceAccount(principalId);
    for (const person of people?.responsible ?? []) add(person, { type: "responsible", serviceAccountId: principalId });
    for (const person of people?.keyMakers ?? []) add(person, { type: "key-maker", serviceAccountId: principalId });
  }
  return ordered(found);
}

/** The union of what is recorded and what was found since: nobody and no reason ever leaves. */
export function growContributors(
  existing: readonly Contributor[],
  more: readonly Contributor[],
): readonly Contributor[] {
  const grown = new Map<string, ContributionReason[]>();
  for (const { principalId, reasons } of [...existing, ...more]) {
    const known = grown.get(principalId) ?? [];
    grown.set(principalId, known);
    for (const reason of reasons) if (!known.some((other) => sameReason(other, reason))) known.push(reason);
  }
  return ordered(grown);
}

/** The ids alone. */
export function contributorIds(contributors: readonly Contributor[]): ReadonlySet<string> {
  return new Set(contributors.map(({ principalId }) => principalId));
}

/** A reason in words, after "because he or she": short enough for a list. */
export function describeContribution(reason: ContributionReason): string {
  switch (reason.type) {
    case "requester":
      return "opened the request";
    case "pushed":
      return "pushed to the request";
    case "author":
      return "wrote a version that it is made from";
    case "include-author":
      return "wrote a changed part that it includes";
    case "saved-digest":
      return "saved the same content";
    case "claimed-author":
      return "is named as an author";
    case "responsible":
      return "is responsible for a contributing service account";
    case "key-maker":
      return "made a key of a contributing service account";
  }
}

function ordered(found: ReadonlyMap<string, readonly ContributionReason[]>): readonly Contributor[] {
  return [...found]
    .map(([principalId, reasons]) => ({ principalId, reasons }))
    .sort((a, b) => (a.principalId < b.principalId ? -1 : 1));
}

function sameReason(a: ContributionReason, b: ContributionReason): boolean {
  return a.type === b.type && detailOf(a) === detailOf(b);
}

function detailOf(reason: ContributionReason): string {
  if ("versionId" in reason) return reason.versionId;
  return "serviceAccountId" in reason ? reason.serviceAccountId : "";
}
