import { type RawBuilder, sql } from "kysely";
import type { CountersignServer } from "../../src/compose.ts";

/*
 * Reads what a history left in the rows, knowing nothing of the server's code, and says what of the invariants does not
 * hold. Times play no part in it: nothing begins or ends by itself in these histories.
 */

/** Rows that never change and never go, as texts by id; what must be there again the next time. */
export interface Remembered {
  readonly written: ReadonlyMap<string, string>;
  readonly contributors: ReadonlySet<string>;
  /** A text of everything but the audit log and what merely notes use: what a refused call must leave as it is. */
  readonly state: string;
  readonly events: number;
}

interface Release {
  readonly id: string;
  readonly resource_id: string;
  readonly target_workspace_id: string;
  readonly target_path: string;
  readonly label: string;
  readonly sequence: number;
  readonly kind: string;
  readonly version_id: string | null;
  readonly digest: string | null;
  readonly request_id: string | null;
  readonly policy_versions: string;
  readonly reviews: string;
}

interface Review {
  readonly id: string;
  readonly request_id: string;
  readonly principal_id: string;
  readonly verdict: string;
  readonly digest: string;
  readonly base_release_id: string | null;
}

/** What is wrong with the rows, in sentences, and what to remember of them. */
export async function readHistory(
  server: CountersignServer,
  organizationId: string,
  before: Remembered | null,
): Promise<{ readonly wrong: readonly string[]; readonly now: Remembered }> {
  const { db } = server.environment;
  const rows = async <T>(query: RawBuilder<T>): Promise<readonly T[]> => (await query.execute(db)).rows;
  const releases = await rows(sql<Release>`select * from releases where organization_id = ${organizationId}`);
  const reviews = await rows(sql<Review>`select * from reviews where organization_id = ${organizationId}`);
  const audit = await rows(sql<{ seq: number; bytes: string; target_id: string | null }>`
    select seq, bytes, target_id from audit_events where chain = ${organizationId} order by seq`);
  const versions = await rows(
    sql<{ id: string; digest: string; expanded: string }>`select id, digest, expanded from versions`,
  );
  const contributors = await rows(sql<{ request_id: string; principal_id: string }>`
    select request_id, principal_id from request_contributors`);
  const principals = await rows(
    sql<{ id: string; type: string; state: string }>`select id, type, state from principals`,
  );
  const bindings = await rows(sql<{
    id: string;
    principal_id: string | null;
    role_id: string;
    scope_id: string;
    expires_at: string | null;
  }>`
    select id, principal_id, role_id, scope_id, expires_at from bindings`);
  const scopes = await rows(sql<{
    id: string;
    parent_id: string | null;
    workspace_id: string | null;
    path: string;
    archived_at: string | null;
  }>`
    select id, parent_id, workspace_id, path, archived_at from scopes`);
  const labels = await rows(sql<{ resource_id: string; name: string; release_id: string; sequence: number }>`
    select resource_id, name, release_id, sequence from labels`);
  const policies = await rows(sql<{ id: string; scope_id: string; label_pattern: string; deleted_at: string | null }>`
    select id, scope_id, label_pattern, deleted_at from policies`);
  const requests = await rows(
    sql<{ id: string; digest: string; ended: string | null }>`select id, digest, ended from requests`,
  );

  const wrong: string[] = [];
  const person = new Map(principals.map((one) => [one.id, one]));
  const reviewOf = new Map(reviews.map((one) => [one.id, one]));
  const hand = new Set(contributors.map((one) => `${one.request_id} ${one.principal_id}`));
  const parent = new Map(scopes.map((one) => [one.id, one]));
  const pathTo = (id: string): readonly string[] => {
    const scope = parent.get(id);
    return scope === undefined ? [] : [id, ...(scope.parent_id === null ? [] : pathTo(scope.parent_id))];
  };

  // I6
  const owners = bindings.filter(
    ({ role_id, scope_id, principal_id, expires_at }) =>
      role_id === "organization.owner" &&
      scope_id === organizationId &&
      expires_at === null &&
      person.get(principal_id ?? "")?.state === "active" &&
      person.get(principal_id ?? "")?.type === "user",
  );
  if (owners.length === 0) wrong.push("I6: there is no owner who counts");

  const known = new Set(before?.written.keys() ?? []);
  const inSequence = new Map<string, Release[]>();
  for (const release of releases) {
    const key = `${release.resource_id} ${release.label}`;
    inSequence.set(key, [...(inSequence.get(key) ?? []), release]);
  }
  for (const release of releases.filter(({ kind }) => kind === "approved" || kind === "gradual")) {
    const ids: readonly string[] = JSON.parse(release.reviews);
    const given = ids.map((id) => reviewOf.get(id));
    const approvers = new Set(given.map((one) => one?.principal_id));
    const request = requests.find(({ id }) => id === release.request_id);
    // I7
    if (given.length === 0 || approvers.size !== given.length)
      wrong.push(`I7: ${release.id} counts nobody, or one twice`);
    const previous = inSequence
      .get(`${release.resource_id} ${release.label}`)
      ?.find(({ sequence }) => Number(sequence) === Number(release.sequence) - 1);
    for (const review of given) {
      if (review === undefined) {
        wrong.push(`I7: ${release.id} counts a review that is not there`);
        continue;
      }
      if (person.get(review.principal_id)?.type !== "user") wrong.push(`I7: no person approved ${release.id}`);
      if (hand.has(`${review.request_id} ${review.principal_id}`))
        wrong.push(`I7: a contributor approved ${release.id}`);
      // I8
      const ofTree = release.request_id?.startsWith("trq_") === true;
      const sticks = ofTree
        ? review.digest === request?.digest && review.base_release_id === review.digest
        : review.digest === release.digest && review.base_release_id === (previous?.id ?? null);
      if (review.request_id !== release.request_id || review.verdict !== "approve" || !sticks) {
        wrong.push(`I8: ${release.id} counts an approval of something else`);
      }
      // I9: of a release that this step made, every approver may review as things stand.
      if (known.has(`release ${release.id}`) || before === null) continue;
      const at = new Set(pathTo(release.resource_id));
      const may = bindings.some(
        ({ principal_id, role_id, scope_id }) =>
          principal_id === review.principal_id && reviewing.has(role_id) && at.has(scope_id),
      );
      if (!may || person.get(review.principal_id)?.state !== "active") {
        wrong.push(`I9: ${release.id} counts one who may not review any more`);
      }
    }
    if (request?.ended !== "published") wrong.push(`I9: the request of ${release.id} has not ended with it`);
  }
  for (const [key, list] of inSequence) {
    const sequences = list.map(({ sequence }) => Number(sequence)).sort((a, b) => a - b);
    if (sequences.some((sequence, index) => sequence !== index + 1)) wrong.push(`I10: ${key} has a gap`);
  }

  // I17: what is served under a protected address was approved for it, or can be told from it.
  for (const label of labels) {
    const at = pathTo(label.resource_id);
    const scope = parent.get(label.resource_id);
    const release = releases.find(({ id }) => id === label.release_id);
    if (scope === undefined || release === undefined || release.kind === "withdrawn") continue;
    if (at.some((id) => parent.get(id)?.archived_at !== null && parent.get(id)?.archived_at !== undefined)) continue;
    const guarded = policies.some(
      (policy) => policy.deleted_at === null && policy.label_pattern === label.name && at.includes(policy.scope_id),
    );
    if (!guarded) continue;
    const here = (one: Release) => one.target_path === scope.path && one.target_workspace_id === scope.workspace_id;
    if (!here(release))
      wrong.push(`I17: ${scope.path}@${label.name} serves what was released to ${release.target_path}`);
    const approved = releases.some(
      (one) =>
        one.kind === "approved" &&
        one.resource_id === label.resource_id &&
        one.label === label.name &&
        one.digest === release.digest &&
        Number(one.sequence) <= Number(release.sequence) &&
        here(one),
    );
    const marked = release.kind === "adopted" || release.kind === "unprotected" || release.kind === "break-glass";
    if (release.kind === "unprotected") wrong.push(`I17: ${scope.path}@${label.name} was moved past its policies`);
    if (!approved && !marked) wrong.push(`I17: ${scope.path}@${label.name} serves what nobody approved for it`);
    if (versions.find(({ id }) => id === release.version_id)?.digest !== release.digest) {
      wrong.push(`I17: ${scope.path}@${label.name} serves other bytes than its release names`);
    }
  }

  // I11, I12
  const written = new Map<string, string>();
  for (const one of releases) written.set(`release ${one.id}`, JSON.stringify(one));
  for (const one of reviews) written.set(`review ${one.id}`, JSON.stringify(one));
  for (const one of versions) written.set(`version ${one.id}`, JSON.stringify(one));
  for (const one of audit) written.set(`event ${one.seq}`, one.bytes);
  for (const [id, text] of before?.written ?? []) {
    if (written.get(id) !== text) wrong.push(`I12: ${id} was changed or is gone`);
  }
  const noted = new Set(audit.map(({ target_id }) => target_id));
  for (const { id } of releases) if (!noted.has(id)) wrong.push(`I11: ${id} left no event`);
  for (const one of before?.contributors ?? []) if (!hand.has(one)) wrong.push(`I7: ${one} contributes no more`);
  const state = JSON.stringify([
    releases,
    reviews,
    versions,
    contributors,
    principals,
    bindings,
    scopes,
    labels,
    policies,
    requests,
  ]);
  return { wrong, now: { written, contributors: hand, state, events: audit.length } };
}

/** The roles of these histories that give `review`. */
const reviewing: ReadonlySet<string> = new Set([
  "workspace.reviewer",
  "workspace.admin",
  "organization.admin",
  "organization.owner",
]);
