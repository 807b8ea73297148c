import {
  approvalsAsked,
  approvals as approvalsOfARelease,
  newestSequence,
  protectedByAPolicy,
  requestOfTheRelease,
} from "./0001-guards.ts";
import { type Guard, writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

/*
 * Requests for a change of the tree. Each has a row in `requests`, with an empty label and no push, so that its number,
 * reviews, contributors and policies stand where those of every request do, and a release may name it.
 */

const tables: readonly string[] = [
  `create table tree_requests (
    organization_id text not null,
    id text not null,
    change text not null,
    type text not null check (type in ('move', 'archive', 'restore', 'withdraw')),
    scope_id text not null,
    primary key (organization_id, id),
    foreign key (organization_id, id) references requests (organization_id, id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id)
  )`,
  // What it touches, frozen when it was opened and at each rebase; the newest set, which `requests.current_push` numbers,
  // counts. `touched` is the JSON that its digest was computed from, with the policies of then.
  `create table tree_request_sets (
    organization_id text not null,
    request_id text not null,
    number bigint not null,
    digest text not null,
    touched text not null,
    reason text not null check (reason in ('open', 'rebase')),
    set_by text not null,
    set_at text not null,
    primary key (organization_id, request_id, number),
    foreign key (organization_id, request_id) references tree_requests (organization_id, id),
    foreign key (organization_id, set_by) references principals (organization_id, id)
  )`,
  // Each touched label once more, for the guards.
  `create table tree_request_addresses (
    organization_id text not null,
    request_id text not null,
    number bigint not null,
    resource_id text not null,
    label text not null,
    version_id text not null,
    digest text not null,
    base_sequence bigint not null,
    before_workspace_id text,
    before_path text,
    after_workspace_id text,
    after_path text,
    primary key (organization_id, request_id, number, resource_id, label),
    foreign key (organization_id, request_id, number) references tree_request_sets (organization_id, request_id, number),
    foreign key (organization_id, resource_id) references resources (organization_id, id)
  )`,
  `create index releases_by_address on releases (organization_id, target_workspace_id, target_path, label)`,
  // One approved release of a request and label: a change of the tree releases many labels at once.
  `drop index releases_of_a_request`,
  `create unique index releases_of_a_request on releases (organization_id, request_id, resource_id, label) where kind = 'approved'`,
];

const immutableTables = ["tree_requests", "tree_request_sets", "tree_request_addresses"] as const;

const isOfATreeRequest = `exists (select 1 from tree_requests t
  where t.organization_id = new.organization_id and t.id = new.request_id)`;

/** The label as the request touches it now, at its end before or after the change. */
function touchedAddress(end: "before" | "after", sequence: string): string {
  return `exists (select 1 from tree_request_addresses a
    join requests q on q.organization_id = a.organization_id and q.id = a.request_id and q.current_push = a.number
    where a.organization_id = new.organization_id and a.request_id = new.request_id and a.resource_id = new.resource_id
      and a.label = new.label and a.${end}_workspace_id = new.target_workspace_id and a.${end}_path = new.target_path
      and new.sequence = ${sequence} and (q.ended is null or q.ended = 'published')
      ${end === "after" ? "and a.version_id = new.version_id and a.digest = new.digest" : ""})`;
}

/** Distinct people whose newest verdict in the request approves what it touches now, none of them a contributor. */
const treeApprovals = `(select count(distinct w.principal_id) from reviews w
  join principals p on p.organization_id = w.organization_id and p.id = w.principal_id and p.type = 'user'
  join requests q on q.organization_id = w.organization_id and q.id = w.request_id
  where w.organization_id = new.organization_id and w.request_id = new.request_id and w.verdict = 'approve'
    and w.digest = q.digest and w.base_release_id = q.digest
    and not exists (select 1 from reviews l where l.organization_id = w.organization_id and l.request_id = w.request_id
      and l.principal_id = w.principal_id and l.number > w.number and l.verdict = 'request_changes')
    and not exists (select 1 from request_contributors c where c.organization_id = w.organization_id
      and c.request_id = w.request_id and c.principal_id = w.principal_id))`;

/** Somebody asks for changes, and neither he nor whoever may dismiss that has answered. */
const standingObjection = `exists (select 1 from reviews o
  join principals a on a.organization_id = o.organization_id and a.id = o.principal_id and a.type = 'user'
  where o.organization_id = new.organization_id and o.request_id = new.request_id and o.verdict = 'request_changes'
    and not exists (select 1 from reviews l where l.organization_id = o.organization_id and l.request_id = o.request_id
      and l.principal_id = o.principal_id and l.number > o.number and l.verdict <> 'comment')
    and not exists (select 1 from review_dismissals d where d.organization_id = o.organization_id and d.review_id = o.id))`;

/** Something at or below the scope is served under a label that a policy matches. */
const servesProtected = `exists (select 1 from scope_ancestors b
  join labels l on l.organization_id = b.organization_id and l.resource_id = b.scope_id
  join releases r on r.organization_id = l.organization_id and r.id = l.release_id and r.kind <> 'withdrawn'
  join resources k on k.organization_id = l.organization_id and k.id = l.resource_id
  join scope_ancestors sa on sa.organization_id = l.organization_id and sa.scope_id = l.resource_id
  join policies p on p.organization_id = sa.organization_id and p.scope_id = sa.ancestor_id and p.deleted_at is null
  where b.organization_id = new.organization_id and b.ancestor_id = new.id and matches(p.label_pattern, l.name)
    and (p.kinds is null or p.kinds like '%"' || k.kind || '"%')
    and not exists (select 1 from scope_ancestors ua
      join scopes u on u.organization_id = ua.organization_id and u.id = ua.ancestor_id
      where ua.organization_id = l.organization_id and ua.scope_id = l.resource_id and u.archived_at is not null))`;

/** The address was another resource's, under a policy that stands. */
const takesAnAddress = `exists (select 1 from releases r
  join policies p on p.organization_id = r.organization_id and p.deleted_at is null and p.label_pattern <> ''
    and r.policy_versions like '%"' || p.id || '"%'
  where r.organization_id = new.organization_id and r.resource_id <> new.resource_id
    and r.target_workspace_id = new.target_workspace_id and r.target_path = new.target_path and r.label = new.label)`;

/** Other guards refuse what is not. */
const isForItsAddress = `exists (select 1 from scopes s where s.organization_id = new.organization_id
  and s.id = new.resource_id and s.workspace_id = new.target_workspace_id and s.path = new.target_path)`;

/** These two leave the releases of a tree request to the guards below them. */
const replaced: readonly Guard[] = [
  {
    name: "release_request",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and not ${isOfATreeRequest} and (not exists ${requestOfTheRelease}
      or exists (select 1 from releases r where r.organization_id = new.organization_id
        and r.request_id = new.request_id and r.kind = 'approved'))`,
    message: "a reviewed release needs a request of the same organization, address, version and digest",
  },
  {
    name: "release_approvals",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and not ${isOfATreeRequest} and ${approvalsOfARelease} < ${approvalsAsked}`,
    message: "a reviewed release needs the approvals of its policies by people who did not contribute",
  },
];

const added: readonly Guard[] = [
  {
    name: "release_of_tree_request",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and ${isOfATreeRequest} and not ${touchedAddress(
      "after",
      "a.base_sequence + (case when a.before_path is null then 1 else 2 end)",
    )}`,
    message: "a release of a tree request is for an address that the request touches, and what is served there",
  },
  {
    name: "release_of_tree_request_approvals",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and ${isOfATreeRequest}
      and (${treeApprovals} < ${approvalsAsked} or ${standingObjection})`,
    message: "a release of a tree request needs the approvals of its policies by people who did not contribute",
  },
  {
    name: "release_withdrawn",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'withdrawn' and new.sequence = ${newestSequence} + 1 and ${isForItsAddress}
      and ${protectedByAPolicy} and (not ${touchedAddress("before", "a.base_sequence + 1")}
      or ${treeApprovals} < ${approvalsAsked} or ${standingObjection})`,
    message: "a label that an approval policy matches is withdrawn by an approved request alone",
  },
  {
    name: "release_takes_address",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'unprotected' and ${takesAnAddress}`,
    message: "an address that another resource had under an approval policy takes reviewed releases alone",
  },
  {
    name: "scope_keeps_address",
    table: "scopes",
    on: "update",
    violatedWhen: `new.type <> 'organization' and (new.path <> old.path or new.name <> old.name
      or (new.archived_at is not null and old.archived_at is null)) and ${servesProtected}`,
    message: "what a protected label serves keeps its address until the label is withdrawn",
  },
  ...immutableTables.flatMap(writtenOnce),
];

/** Requests for changes of the tree, and the guards that keep a protected address where it is. */
export const treeRequests: SchemaStep = {
  replaced,
  statements: tables,
  guards: [...replaced, ...added],
  writtenOnce: immutableTables,
};
