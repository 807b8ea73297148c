/**
 * The tables of the first schema, in an order in which every reference exists. The same statements serve SQLite and
 * PostgreSQL: times are ISO-8601 UTC text with milliseconds, booleans 0 or 1, JSON and sets are text.
 *
 * Every row of an organization carries its `organization_id`, and every reference between two such rows is composite,
 * so that no row can point into another organization. Ids are random and never used again.
 */
export const tables: readonly string[] = [
  // `revision` is raised by each change of access, policy, tree or release; `access_revision` is the revision of the
  // last change that a decision could notice, so that a cached access state stays valid over releases.
  `create table organizations (
    id text primary key,
    name text not null,
    revision bigint not null,
    access_revision bigint not null,
    next_request_number bigint not null default 1,
    created_at text not null
  )`,

  // A person, once per server; what he may do stands in the organizations he belongs to. `credential_id` is the id of
  // the sign-in that holds the password; a person without one cannot sign in.
  `create table users (
    id text primary key,
    email text not null unique,
    name text not null,
    credential_id text unique,
    created_at text not null
  )`,

  // One use of a setup token makes one organization with its first owner, or gives it an owner back.
  `create table setup_tokens (
    id text primary key,
    token_hash text not null unique,
    purpose text not null check (purpose in ('organization', 'recover-owner')),
    organization_id text references organizations (id),
    email text,
    created_at text not null,
    expires_at text,
    used_at text
  )`,

  // The scope tree. The organization's own scope has the organization's id. `path` is the path inside the workspace.
  `create table scopes (
    organization_id text not null references organizations (id),
    id text not null,
    type text not null check (type in ('organization', 'workspace', 'folder', 'resource')),
    parent_id text,
    workspace_id text,
    kind text check (kind in ('prompt', 'workflow', 'dataset', 'evaluation')),
    name text not null,
    path text not null,
    description text not null default '',
    archived_at text,
    created_at text not null,
    created_by text not null,
    managed_by text,
    primary key (organization_id, id),
    foreign key (organization_id, parent_id) references scopes (organization_id, id),
    foreign key (organization_id, workspace_id) references scopes (organization_id, id),
    check ((type = 'organization') = (parent_id is null)),
    check ((type = 'resource') = (kind is not null)),
    check (type <> 'organization' or id = organization_id),
    check ((type in ('folder', 'resource')) = (workspace_id is not null))
  )`,
  // One name below one parent, whatever it is and archived or not: an address has one owner.
  `create unique index scopes_by_name on scopes (organization_id, parent_id, name)`,
  `create unique index scopes_by_path on scopes (organization_id, workspace_id, path)`,

  // Every scope with each scope above it and itself: what a trigger asks where recursion is not to be had.
  `create table scope_ancestors (
    organization_id text not null,
    scope_id text not null,
    ancestor_id text not null,
    depth integer not null,
    primary key (organization_id, scope_id, ancestor_id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id),
    foreign key (organization_id, ancestor_id) references scopes (organization_id, id)
  )`,
  `create index scope_ancestors_down on scope_ancestors (organization_id, ancestor_id)`,

  // Who acts. A removed principal keeps its row: its id is never given to anybody else.
  `create table principals (
    organization_id text not null references organizations (id),
    id text not null,
    type text not null check (type in ('user', 'service-account')),
    user_id text references users (id),
    name text not null,
    description text not null default '',
    home_scope_id text,
    state text not null check (state in ('active', 'suspended', 'removed')),
    last_used_at text,
    managed_by text,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, home_scope_id) references scopes (organization_id, id),
    check ((type = 'user') = (user_id is not null)),
    check ((type = 'service-account') = (home_scope_id is not null))
  )`,
  // One standing membership a person; who is invited again after a removal gets a new one, without the old access.
  `create unique index principals_by_user on principals (organization_id, user_id) where state <> 'removed'`,
  `create unique index service_accounts_by_name on principals (organization_id, name) where type = 'service-account' and state <> 'removed'`,

  // Who answers for a service account; whoever did once keeps his row, since what it wrote then stays his work.
  `create table service_account_responsibles (
    organization_id text not null,
    service_account_id text not null,
    principal_id text not null,
    ended_at text,
    primary key (organization_id, service_account_id, principal_id),
    foreign key (organization_id, service_account_id) references principals (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,

  `create table groups (
    organization_id text not null references organizations (id),
    id text not null,
    name text not null,
    description text not null default '',
    managed_by text,
    created_at text not null,
    primary key (organization_id, id)
  )`,
  `create unique index groups_by_name on groups (organization_id, name)`,
  // Who put the member there and when is asked when an approver's eligibility is judged.
  `create table group_members (
    organization_id text not null,
    group_id text not null,
    principal_id text not null,
    added_by text not null,
    added_at text not null,
    managed_by text,
    primary key (organization_id, group_id, principal_id),
    foreign key (organization_id, group_id) references groups (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, added_by) references principals (organization_id, id)
  )`,
  `create table group_groups (
    organization_id text not null,
    group_id text not null,
    child_group_id text not null,
    added_by text not null,
    added_at text not null,
    managed_by text,
    primary key (organization_id, group_id, child_group_id),
    foreign key (organization_id, group_id) references groups (organization_id, id),
    foreign key (organization_id, child_group_id) references groups (organization_id, id),
    check (group_id <> child_group_id),
    foreign key (organization_id, added_by) references principals (organization_id, id)
  )`,

  // Built-in roles have a row so that bindings can refer to them; what they mean stands in code. `permissions` is hex.
  `create table roles (
    organization_id text not null references organizations (id),
    id text not null,
    name text not null,
    description text not null default '',
    built_in integer not null check (built_in in (0, 1)),
    permissions text not null,
    managed_by text,
    created_at text not null,
    updated_at text not null,
    updated_by text,
    primary key (organization_id, id),
    foreign key (organization_id, updated_by) references principals (organization_id, id)
  )`,
  `create unique index roles_by_name on roles (organization_id, name)`,
  `create table role_includes (
    organization_id text not null,
    role_id text not null,
    included_role_id text not null,
    primary key (organization_id, role_id, included_role_id),
    foreign key (organization_id, role_id) references roles (organization_id, id),
    foreign key (organization_id, included_role_id) references roles (organization_id, id),
    check (role_id <> included_role_id)
  )`,

  `create table bindings (
    organization_id text not null references organizations (id),
    id text not null,
    principal_id text,
    group_id text,
    role_id text not null,
    scope_id text not null,
    not_before text,
    expires_at text,
    reason text not null default '',
    granted_by text not null,
    granted_at text not null,
    last_used_at text,
    managed_by text,
    primary key (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, group_id) references groups (organization_id, id),
    foreign key (organization_id, role_id) references roles (organization_id, id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id),
    foreign key (organization_id, granted_by) references principals (organization_id, id),
    check ((principal_id is null) <> (group_id is null))
  )`,
  `create index bindings_by_principal on bindings (organization_id, principal_id)`,
  `create index bindings_by_group on bindings (organization_id, group_id)`,
  `create index bindings_by_scope on bindings (organization_id, scope_id)`,
  `create index bindings_by_role on bindings (organization_id, role_id)`,

  `create table restrictions (
    organization_id text not null,
    id text not null,
    scope_id text not null,
    permissions text not null,
    reason text not null,
    created_by text not null,
    created_at text not null,
    managed_by text,
    primary key (organization_id, id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id),
    foreign key (organization_id, created_by) references principals (organization_id, id)
  )`,

  // What let access count again that was there already: a restriction lifted, a person reactivated, a place restored.
  // It grants nothing and leaves no other row; who did it is asked when an approver's eligibility is judged.
  `create table access_openings (
    organization_id text not null,
    id text not null,
    scope_id text,
    principal_id text,
    permissions text,
    opened_by text not null,
    opened_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, opened_by) references principals (organization_id, id),
    check ((scope_id is null) <> (principal_id is null))
  )`,

  // A key is found by its prefix and proven by the hash of its secret. Permissions and scopes are always written down.
  `create table keys (
    organization_id text not null,
    id text not null,
    principal_id text not null,
    name text not null,
    prefix text not null unique,
    secret_hash text not null,
    permissions text not null,
    scope_ids text not null,
    labels text,
    created_by text not null,
    created_at text not null,
    expires_at text,
    revoked_at text,
    revoked_by text,
    last_used_at text,
    managed_by text,
    primary key (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, created_by) references principals (organization_id, id),
    foreign key (organization_id, revoked_by) references principals (organization_id, id)
  )`,
  `create index keys_by_principal on keys (organization_id, principal_id)`,

  // An invitation joins a person, a credential link sets a member's password anew; both act once.
  `create table invitations (
    organization_id text not null references organizations (id),
    id text not null,
    purpose text not null check (purpose in ('invitation', 'credential')),
    email text not null,
    principal_id text,
    bindings text not null,
    group_ids text not null,
    token_hash text not null unique,
    invited_by text not null,
    created_at text not null,
    expires_at text not null,
    accepted_at text,
    revoked_at text,
    primary key (organization_id, id),
    foreign key (organization_id, invited_by) references principals (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,

  // What a resource is beyond its place in the tree.
  `create table resources (
    organization_id text not null,
    id text not null,
    kind text not null check (kind in ('prompt', 'workflow', 'dataset', 'evaluation')),
    next_version_number bigint not null default 1,
    primary key (organization_id, id),
    foreign key (organization_id, id) references scopes (organization_id, id)
  )`,

  // One immutable content, its large columns last: SQLite reads the others without walking through them. `content` and `expanded` are canonical JSON, `closure` lists what was included, all the way
  // down. `based_on_id` and `source_version_id` are the lineage; `request_id` tells which release request made it.
  `create table versions (
    organization_id text not null,
    id text not null,
    resource_id text not null,
    number bigint not null,
    kind text not null,
    digest text not null,
    message text not null,
    author_id text not null,
    claimed_author text,
    import_key text,
    based_on_id text,
    source_version_id text,
    request_id text,
    key_id text,
    created_at text not null,
    content text not null,
    expanded text not null,
    closure text not null,
    primary key (organization_id, id),
    foreign key (organization_id, resource_id) references resources (organization_id, id),
    foreign key (organization_id, author_id) references principals (organization_id, id),
    foreign key (organization_id, based_on_id) references versions (organization_id, id),
    foreign key (organization_id, source_version_id) references versions (organization_id, id)
  )`,
  `create unique index versions_by_number on versions (organization_id, resource_id, number)`,
  `create unique index versions_by_import_key on versions (organization_id, resource_id, import_key) where import_key is not null`,
  `create index versions_by_digest on versions (organization_id, digest)`,
  // A label and a release name a version together with its resource and digest, so that none can name another's.
  `create unique index versions_by_resource on versions (organization_id, resource_id, id, digest)`,

  // An approval policy; what it asks stands in its numbered versions. `label_pattern` and `kinds` are those of the
  // newest version, kept here for the guards below. A policy that went keeps its row.
  `create table policies (
    organization_id text not null,
    id text not null,
    scope_id text not null,
    name text not null,
    label_pattern text not null,
    kinds text,
    current_version bigint not null,
    deleted_at text,
    managed_by text,
    created_by text not null,
    created_at text not null,
    updated_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, scope_id) references scopes (organization_id, id),
    foreign key (organization_id, created_by) references principals (organization_id, id)
  )`,
  `create index policies_by_scope on policies (organization_id, scope_id)`,
  // `requirements` is a JSON list; `approvals` the number of distinct people that they need together at least.
  `create table policy_versions (
    organization_id text not null,
    policy_id text not null,
    number bigint not null,
    label_pattern text not null,
    kinds text,
    requirements text not null,
    approvals bigint not null,
    created_by text not null,
    created_at text not null,
    primary key (organization_id, policy_id, number),
    foreign key (organization_id, policy_id) references policies (organization_id, id),
    foreign key (organization_id, created_by) references principals (organization_id, id)
  )`,
  `create table policy_proposals (
    organization_id text not null,
    id text not null,
    policy_id text not null,
    proposed text,
    reason text not null,
    proposed_by text not null,
    proposed_at text not null,
    acts_at text,
    state text not null check (state in ('open', 'accepted', 'rejected', 'withdrawn')),
    decided_by text,
    decided_at text,
    primary key (organization_id, id),
    foreign key (organization_id, policy_id) references policies (organization_id, id),
    foreign key (organization_id, proposed_by) references principals (organization_id, id),
    foreign key (organization_id, decided_by) references principals (organization_id, id)
  )`,
  `create unique index policy_proposals_open on policy_proposals (organization_id, policy_id) where state = 'open'`,

  // A release request lives in its target. What it proposes stands in its pushes, the newest of which counts.
  `create table requests (
    organization_id text not null,
    id text not null,
    number bigint not null,
    kind text not null,
    target_workspace_id text not null,
    target_scope_id text not null,
    target_resource_id text,
    target_path text not null,
    label text not null,
    title text not null,
    description text not null,
    requester_id text not null,
    base_release_id text,
    base_sequence bigint not null,
    current_push bigint not null,
    digest text not null,
    ended text check (ended in ('published', 'rejected', 'cancelled', 'expired')),
    ended_at text,
    ended_by text,
    ended_reason text,
    release_id text,
    created_at text not null,
    updated_at text not null,
    expires_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, target_workspace_id) references scopes (organization_id, id),
    foreign key (organization_id, target_scope_id) references scopes (organization_id, id),
    foreign key (organization_id, target_resource_id) references resources (organization_id, id),
    foreign key (organization_id, requester_id) references principals (organization_id, id),
    foreign key (organization_id, ended_by) references principals (organization_id, id)
  )`,
  `create unique index requests_by_number on requests (organization_id, number)`,
  `create index requests_by_target on requests (organization_id, target_workspace_id, target_path, label)`,
  // What was proposed, frozen: content and closure as they stood in the source.
  `create table request_pushes (
    organization_id text not null,
    request_id text not null,
    number bigint not null,
    source_version_id text not null,
    source_scope_id text not null,
    digest text not null,
    closure_digest text,
    base_release_id text,
    base_sequence bigint not null,
    reason text not null check (reason in ('open', 'push', 'rebase')),
    pushed_by text not null,
    pushed_at text not null,
    content text not null,
    expanded text not null,
    closure text not null,
    primary key (organization_id, request_id, number),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, source_version_id) references versions (organization_id, id),
    foreign key (organization_id, pushed_by) references principals (organization_id, id),
    foreign key (organization_id, source_scope_id) references scopes (organization_id, id)
  )`,
  // Only grows.
  `create table request_contributors (
    organization_id text not null,
    request_id text not null,
    principal_id text not null,
    reason text not null,
    added_at text not null,
    primary key (organization_id, request_id, principal_id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
  // The policy versions in force when the request was opened. Only grows.
  `create table request_policies (
    organization_id text not null,
    request_id text not null,
    policy_id text not null,
    number bigint not null,
    primary key (organization_id, request_id, policy_id, number),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, policy_id, number) references policy_versions (organization_id, policy_id, number)
  )`,
  // One person's verdict in one request on one digest, against one base.
  `create table reviews (
    organization_id text not null,
    id text not null,
    request_id text not null,
    number bigint not null,
    principal_id text not null,
    verdict text not null check (verdict in ('approve', 'request_changes', 'comment')),
    digest text not null,
    closure_digest text,
    target_workspace_id text not null,
    target_path text not null,
    label text not null,
    base_release_id text,
    body text not null,
    revision bigint not null,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, target_workspace_id) references scopes (organization_id, id)
  )`,
  `create index reviews_by_request on reviews (organization_id, request_id)`,
  `create table request_comments (
    organization_id text not null,
    id text not null,
    request_id text not null,
    principal_id text not null,
    body text not null,
    anchor text,
    resolved_at text,
    resolved_by text,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id),
    foreign key (organization_id, resolved_by) references principals (organization_id, id)
  )`,

  // The recorded fact that a label serves a version. `serves` is JSON (version, digest, weight, segment); version and
  // digest repeat its single entry for the guards. Withdrawn releases serve nothing.
  `create table releases (
    organization_id text not null,
    id text not null,
    resource_id text not null,
    target_workspace_id text not null,
    target_path text not null,
    label text not null,
    sequence bigint not null,
    kind text not null check (kind in ('approved', 'unprotected', 'rollback', 'gradual', 'break-glass', 'adopted', 'withdrawn')),
    version_id text,
    digest text,
    serves text not null,
    request_id text,
    rollback_to_id text,
    policy_versions text not null,
    reviews text not null,
    released_by text not null,
    key_id text,
    reason text not null,
    revision bigint not null,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, resource_id) references resources (organization_id, id),
    foreign key (organization_id, resource_id, version_id, digest) references versions (organization_id, resource_id, id, digest),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, rollback_to_id) references releases (organization_id, id),
    foreign key (organization_id, released_by) references principals (organization_id, id),
    check ((kind = 'withdrawn') = (version_id is null)),
    check ((version_id is null) = (digest is null)),
    check ((kind = 'rollback') = (rollback_to_id is not null)),
    foreign key (organization_id, target_workspace_id) references scopes (organization_id, id)
  )`,
  `create unique index releases_by_sequence on releases (organization_id, resource_id, label, sequence)`,
  `create unique index releases_of_a_request on releases (organization_id, request_id) where kind = 'approved'`,

  // A named pointer: only ever to the newest release of its own.
  `create table labels (
    organization_id text not null,
    resource_id text not null,
    name text not null,
    release_id text not null,
    sequence bigint not null,
    primary key (organization_id, resource_id, name),
    foreign key (organization_id, resource_id) references resources (organization_id, id),
    foreign key (organization_id, release_id) references releases (organization_id, id)
  )`,

  // The audit chain of each organization and the system's. `bytes` is what happened; the other columns are indexes of it.
  `create table audit_events (
    chain text not null,
    seq bigint not null,
    bytes text not null,
    hash text not null,
    id text not null,
    at text not null,
    actor_id text,
    action text not null,
    outcome text not null,
    target_id text,
    primary key (chain, seq)
  )`,
  `create index audit_events_by_actor on audit_events (chain, actor_id, seq)`,
  `create index audit_events_by_action on audit_events (chain, action, seq)`,
  `create index audit_events_by_target on audit_events (chain, target_id, seq)`,
  `create table audit_heads (
    chain text primary key,
    seq bigint not null,
    hash text not null
  )`,
  // Free text of events, erasable: the event holds only its salted digest.
  `create table audit_texts (
    chain text not null,
    seq bigint not null,
    field text not null,
    salt text not null,
    text text not null,
    primary key (chain, seq, field)
  )`,
  // Refusals that repeat within a window are counted here and written as one event when the window is over.
  `create table audit_folds (
    chain text not null,
    fingerprint text not null,
    window_start text not null,
    repeated bigint not null,
    event text not null,
    primary key (chain, fingerprint)
  )`,

  // A mutation that was answered, kept in its own transaction, so that its repetition acts once.
  `create table idempotency_keys (
    organization_id text not null references organizations (id),
    principal_id text not null,
    key text not null,
    procedure_name text not null,
    body_digest text not null,
    answer text not null,
    created_at text not null,
    primary key (organization_id, principal_id, key),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
];
