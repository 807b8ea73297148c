import { type Guard, postgresGuard, postgresNoTruncate, sqliteGuard, writtenOnce } from "./guard.ts";

/**
 * What the database refuses by itself, whoever asks, on both dialects. Roles, times and conditions are the service's;
 * these guards are the floor under it.
 */

/** Rows of these tables are written once: neither update nor deletion. */
const immutableTables = [
  "versions",
  "releases",
  "reviews",
  "policy_versions",
  "audit_events",
  "request_pushes",
  "request_contributors",
  "request_policies",
  "access_openings",
] as const;

export const newestSequence = `(select coalesce(max(sequence), 0) from releases
  where organization_id = new.organization_id and resource_id = new.resource_id and label = new.label)`;

const labelPointsAtNewestRelease = `not exists (select 1 from releases r
  where r.organization_id = new.organization_id and r.id = new.release_id and r.resource_id = new.resource_id
    and r.label = new.name and r.sequence = new.sequence
    and r.sequence = (select max(n.sequence) from releases n
      where n.organization_id = new.organization_id and n.resource_id = new.resource_id and n.label = new.name))`;

export const requestOfTheRelease = `(select 1 from requests q
  join request_pushes p on p.organization_id = q.organization_id and p.request_id = q.id and p.number = q.current_push
  join versions v on v.organization_id = q.organization_id and v.id = new.version_id
  where q.organization_id = new.organization_id and q.id = new.request_id and q.label = new.label
    and q.target_workspace_id = new.target_workspace_id and q.target_path = new.target_path
    and p.digest = new.digest and v.digest = p.digest and (v.request_id = q.id or v.id = p.source_version_id)
    and p.base_sequence = new.sequence - 1
    and (q.ended is null or q.ended = 'published'))`;

/** Distinct people whose newest verdict in the request approves the released digest, none of them a contributor. */
export const approvals = `(select count(distinct w.principal_id) from reviews w
  join principals a on a.organization_id = w.organization_id and a.id = w.principal_id and a.type = 'user'
  join requests q on q.organization_id = w.organization_id and q.id = w.request_id
  where w.organization_id = new.organization_id and w.request_id = new.request_id and w.verdict = 'approve'
    and w.digest = new.digest and w.label = new.label and w.target_path = q.target_path
    and w.target_workspace_id = q.target_workspace_id
    and coalesce(w.base_release_id, '') = coalesce((select r.id from releases r
      where r.organization_id = new.organization_id and r.resource_id = new.resource_id and r.label = new.label
        and r.sequence = new.sequence - 1), '')
    and not exists (select 1 from reviews l where l.organization_id = w.organization_id and l.request_id = w.request_id
      and l.principal_id = w.principal_id and l.number > w.number and l.verdict = 'request_changes')
    and not exists (select 1 from request_contributors c where c.organization_id = w.organization_id
      and c.request_id = w.request_id and c.principal_id = w.principal_id))`;

/** At least one: what nobody had to approve is no reviewed release. */
export const approvalsAsked = `(select coalesce(max(pv.approvals), 1) from policy_versions pv
  where pv.organization_id = new.organization_id and (
    exists (select 1 from request_policies rp where rp.organization_id = pv.organization_id
      and rp.request_id = new.request_id and rp.policy_id = pv.policy_id and rp.number = pv.number)
    or exists (select 1 from policies p
      join scope_ancestors sa on sa.organization_id = p.organization_id and sa.ancestor_id = p.scope_id
        and sa.scope_id = new.resource_id
      join resources k on k.organization_id = p.organization_id and k.id = new.resource_id
      where p.organization_id = pv.organization_id and p.id = pv.policy_id and p.current_version = pv.number
        and p.deleted_at is null and matches(p.label_pattern, new.label)
        and (p.kinds is null or p.kinds like '%"' || k.kind || '"%'))))`;

export const protectedByAPolicy = `exists (select 1 from policies p
  join scope_ancestors sa on sa.organization_id = p.organization_id and sa.ancestor_id = p.scope_id
    and sa.scope_id = new.resource_id
  join resources k on k.organization_id = p.organization_id and k.id = new.resource_id
  where p.organization_id = new.organization_id and p.deleted_at is null and matches(p.label_pattern, new.label)
    and (p.kinds is null or p.kinds like '%"' || k.kind || '"%'))`;

const guards: readonly Guard[] = [
  {
    name: "release_sequence",
    table: "releases",
    on: "insert",
    violatedWhen: `new.sequence <> ${newestSequence} + 1`,
    message: "a release takes the next sequence of its label",
  },
  {
    name: "release_address",
    table: "releases",
    on: "insert",
    violatedWhen: `not exists (select 1 from scopes s where s.organization_id = new.organization_id
      and s.id = new.resource_id and s.workspace_id = new.target_workspace_id and s.path = new.target_path)`,
    message: "a release is made for the address that its resource has",
  },
  {
    name: "release_request",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and not exists ${requestOfTheRelease}`,
    message: "a reviewed release needs a request of the same organization, address, version and digest",
  },
  {
    name: "release_approvals",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and ${approvals} < ${approvalsAsked}`,
    message: "a reviewed release needs the approvals of its policies by people who did not contribute",
  },
  {
    name: "release_unprotected",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'unprotected' and ${protectedByAPolicy}`,
    message: "a label that an approval policy matches takes reviewed releases alone",
  },
  {
    name: "release_rollback",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'rollback' and not exists (select 1 from releases r
      where r.organization_id = new.organization_id and r.id = new.rollback_to_id and r.resource_id = new.resource_id
        and r.label = new.label and r.version_id = new.version_id and r.digest = new.digest
        and r.target_workspace_id = new.target_workspace_id and r.target_path = new.target_path
        and (r.kind in ('approved', 'gradual') or not ${protectedByAPolicy}))`,
    message: "a rollback leads to what an approved release of the same address served",
  },
  {
    name: "release_adopted",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'adopted' and not exists (select 1 from releases r
      where r.organization_id = new.organization_id and r.resource_id = new.resource_id and r.label = new.label
        and r.sequence = new.sequence - 1 and r.version_id = new.version_id and r.digest = new.digest)`,
    message: "an adopted release serves what its label served already",
  },
  {
    name: "label_first",
    table: "labels",
    on: "insert",
    violatedWhen: `new.sequence <> 1 or ${labelPointsAtNewestRelease}`,
    message: "a label begins at the first release of its own",
  },
  {
    name: "label_moves",
    table: "labels",
    on: "update",
    violatedWhen: `new.organization_id <> old.organization_id or new.resource_id <> old.resource_id
      or new.name <> old.name or new.sequence <> old.sequence + 1 or ${labelPointsAtNewestRelease}`,
    message: "a label moves to the newest release of its own, with the next sequence",
  },
  { name: "label_stays", table: "labels", on: "delete", violatedWhen: "1 = 1", message: "a label is never deleted" },
  {
    name: "audit_continues",
    table: "audit_events",
    on: "insert",
    violatedWhen: `new.seq <> (select coalesce(max(seq), 0) from audit_events where chain = new.chain) + 1`,
    message: "an audit event takes the next number of its chain",
  },
  ...immutableTables.flatMap(writtenOnce),
];

/** The guards as SQLite triggers. */
export const sqliteGuards: readonly string[] = guards.map(sqliteGuard);

/** The guards as PostgreSQL triggers: one function and one trigger each, and no truncation of what is written once. */
export const postgresGuards: readonly string[] = [
  ...guards.flatMap(postgresGuard),
  `create function guard_truncate() returns trigger language plpgsql as $guard$
   begin raise exception 'countersign: % are written once', tg_table_name using errcode = 'integrity_constraint_violation'; end $guard$`,
  ...[...immutableTables, "labels"].map(postgresNoTruncate),
];
