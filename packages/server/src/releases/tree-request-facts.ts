import {
  assessTreeRequest,
  kindPermission,
  labelOf,
  type PolicyVersion,
  type PolicyVersionRef,
  type RequestFacts,
  type RequestState,
  requestState,
  type TouchedAddress,
  type TouchedLabel,
  type TreePlace,
  type TreeRequestInput,
  treeChangeDigest,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { parentOf } from "../resources/label-ends.ts";
import { readVersion } from "../resources/version-store.ts";
import { type Contribution, findContributors } from "./contributor-finder.ts";
import { ownsRequest, reachesLabel } from "./key-labels.ts";
import { readChecks } from "./policy-circumstances.ts";
import { readPolicyVersions } from "./policy-store.ts";
import { peopleOf, readSharedFacts, type SharedFacts } from "./request-facts.ts";
import { listReviews, type StoredReview } from "./review-store.ts";
import { eligibilityAt } from "./reviewer-eligibility.ts";
import { type TouchedEnd, type TouchedNow, touchedLabels } from "./touched-labels.ts";
import { listSets, readTreeRequest, type StoredTreeRequest } from "./tree-request-store.ts";

/** Everything that is true in this transaction of a request for a change of the tree. */
export interface TreeStanding {
  readonly stored: StoredTreeRequest;
  /** What the change would touch now. */
  readonly touched: readonly TouchedNow[];
  /** The protected ends of it, each with the place that is judged. */
  readonly ends: readonly JudgedEnd[];
  readonly contribution: Contribution;
  readonly reviews: readonly StoredReview[];
  readonly input: TreeRequestInput;
  readonly facts: RequestFacts;
  readonly state: RequestState;
}

/** A protected address before or after the change. */
interface JudgedEnd {
  readonly touched: TouchedLabel;
  readonly target: TouchedAddress["target"];
  readonly kind: TouchedLabel["kind"];
  readonly label: string;
  /** Where permissions at the address are asked. */
  readonly scopeId: string;
  readonly place: TreePlace;
}

/** Where a request of the organization stands; its visibility is decided already. */
export async function treeStandingOf(reading: Reading, requestId: string, shared?: SharedFacts): Promise<TreeStanding> {
  const stored = found(await readTreeRequest(reading.tx, reading.organizationId, requestId));
  return readTreeStanding(reading, stored, shared ?? (await readSharedFacts(reading)));
}

export async function readTreeStanding(
  reading: Reading,
  stored: StoredTreeRequest,
  shared: SharedFacts,
): Promise<TreeStanding> {
  const { tx, organizationId, now } = reading;
  const { request, change, set } = stored;
  // Of what has ended nothing can be changed any more, so that what it would touch now is nobody's question.
  const touched = request.ending === null ? await touchedLabels(reading, change, shared.policies) : [];
  const contribution = await contributionTo(reading, stored);
  const known = new Map(
    (await readPolicyVersions(tx, organizationId, request.id)).map((version) => [keyOf(version), version]),
  );
  const ends: JudgedEnd[] = [];
  for (const one of touched) ends.push(...(await judgedEnds(reading, shared, contribution, one, set.touched, known)));
  const reviews = await listReviews(tx, organizationId, [request.id]);
  const reviewers = new Set(reviews.map(({ review }) => review.principalId));
  const input: TreeRequestInput = {
    request,
    currentDigest:
      request.ending === null
        ? treeChangeDigest(
            change,
            touched.map((one) => one.touched),
          )
        : set.digest,
    frozenDigest: treeChangeDigest(change, set.touched),
    reviews: reviews.map(({ review }) => review),
    places: ends.map(({ place }) => place),
    people: peopleOf(reading),
    nameOf: (type, id) => (type === "principal" && reviewers.has(id) ? shared.personName(id) : shared.nameOf(type, id)),
  };
  const facts = assessTreeRequest(input, now);
  return { stored, touched, ends, contribution, reviews, input, facts, state: requestState(facts, now) };
}

/**
 * A request for a change of the tree is seen by its requester, and by `view` of something that it touches, where that is or
 * where it would come to; a key sees those all of whose labels it is for.
 */
export function seesTreeRequest(reading: Reading, { requesterId, change, set }: StoredTreeRequest): boolean {
  const elsewhere = change.type === "move" ? [change.parentId] : [];
  const back = change.type === "restore" ? [parentOf(reading, change.scopeId)] : [];
  if (!set.touched.every((one) => reachesLabel(reading, labelOf(one)))) return false;
  return set.touched.some(({ resourceId, kind }) => {
    if (ownsRequest(reading, { requesterId, kind, scopeId: resourceId })) return true;
    return [resourceId, ...elsewhere, ...back].some((scopeId) => reading.may(kindPermission(kind, "view"), scopeId));
  });
}

/** Whether the actor may know of what a touched label serves. */
export function seesTouched(reading: Reading, { resourceId, kind }: TouchedLabel, label: string): boolean {
  return (["use", "view"] as const).some((action) => reading.may(kindPermission(kind, action), resourceId, label));
}

async function judgedEnds(
  reading: Reading,
  shared: SharedFacts,
  contribution: Contribution,
  now: TouchedNow,
  frozen: readonly TouchedLabel[],
  known: ReadonlyMap<string, PolicyVersion>,
): Promise<readonly JudgedEnd[]> {
  const { touched, before, after } = now;
  const { kind } = touched;
  const label = labelOf(touched);
  const opened = frozen.find((one) => one.resourceId === touched.resourceId && labelOf(one) === label);
  const judged: JudgedEnd[] = [];
  const add = async (
    end: TouchedEnd | null,
    opening: TouchedAddress | null,
    target: TouchedAddress["target"] | undefined,
    digests: readonly (string | null)[],
  ) => {
    const atOpening = (opening?.policies ?? []).flatMap((ref) => known.get(keyOf(ref)) ?? []);
    if (end === null || target === undefined || end.policies.length + atOpening.length === 0) return;
    const { scopeId } = end;
    const policies = { atOpening, now: end.policies.map(({ current }) => current) };
    const of = eligibilityAt(reading, { scopeId, kind }, contribution, shared.grantors, shared.openings);
    for (const digest of digests) {
      const checks = await readChecks(reading, [...policies.atOpening, ...policies.now], digest ?? "");
      const place = { ...of, policies, checks, path: target.path, digest };
      judged.push({ touched, target, kind, label, scopeId, place });
    }
  };
  await add(before, opened?.before ?? null, touched.before?.target, [null]);
  const digests = [...new Set(touched.serves.map(({ digest }) => digest))];
  await add(after, opened?.after ?? null, touched.after?.target, digests);
  return judged;
}

/**
 * Everybody who had a hand in it: the requester, whoever rebased it, and, where something would be served at another
 * address, its authors, since nothing was approved for that one yet.
 */
async function contributionTo(
  reading: Reading,
  { request, requesterId, set }: StoredTreeRequest,
): Promise<Contribution> {
  const { tx, organizationId } = reading;
  const pusherIds = (await listSets(tx, organizationId, request.id)).map(({ setBy }) => setBy);
  const about = { requestId: request.id, requesterId, openedAt: request.openedAt, pusherIds };
  const none = { sourceVersionId: null, closure: [], servedVersionId: null, servedClosure: [] };
  const parts = [await findContributors(reading, { ...about, ...none, digest: set.digest })];
  const versionIds = set.touched.flatMap(({ after, serves }) =>
    after === null ? [] : serves.map(({ versionId }) => versionId),
  );
  for (const versionId of new Set(versionIds)) {
    const { digest, closure } = found(await readVersion(tx, organizationId, versionId));
    parts.push(await findContributors(reading, { ...about, ...none, sourceVersionId: versionId, digest, closure }));
  }
  const reasons = new Map<string, Set<string>>();
  for (const { contributors } of parts) {
    for (const { principalId, reason } of contributors) {
      const known = reasons.get(principalId) ?? new Set();
      // Each part says all that it knows, and the next says some of it again.
      for (const one of reason.split(", ")) known.add(one);
      reasons.set(principalId, known);
    }
  }
  return {
    contributors: [...reasons]
      .map(([principalId, texts]) => ({ principalId, reason: [...texts].join(", ") }))
      .sort((a, b) => (a.principalId < b.principalId ? -1 : 1)),
    ids: new Set(reasons.keys()),
    workBeganAt: parts.map((part) => part.workBeganAt).sort()[0] ?? request.openedAt,
  };
}

function keyOf({ policyId, number }: PolicyVersionRef): string {
  return `${policyId} ${number}`;
}
