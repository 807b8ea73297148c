import type { ColumnType, Kysely, Transaction } from "kysely";

/** Text in every table but written as it is: ISO-8601 UTC with milliseconds. */
type Instant = string;
type Flag = 0 | 1;
/** Has a default in the schema. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;
/** Absent means null. */
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
/** Written once. */
type Fixed<T> = ColumnType<T, T, never>;
type FixedNullable<T> = ColumnType<T | null, T | null | undefined, never>;

interface OrganizationsTable {
  id: Fixed<string>;
  name: string;
  revision: number;
  access_revision: number;
  next_request_number: Defaulted<number>;
  created_at: Fixed<Instant>;
}

interface UsersTable {
  id: Fixed<string>;
  email: string;
  name: string;
  credential_id: Nullable<string>;
  created_at: Fixed<Instant>;
}

interface SetupTokensTable {
  id: Fixed<string>;
  token_hash: Fixed<string>;
  purpose: Fixed<"organization" | "recover-owner">;
  organization_id: FixedNullable<string>;
  email: FixedNullable<string>;
  created_at: Fixed<Instant>;
  expires_at: FixedNullable<Instant>;
  used_at: Nullable<Instant>;
}

interface ScopesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  type: Fixed<"organization" | "workspace" | "folder" | "resource">;
  parent_id: Nullable<string>;
  workspace_id: FixedNullable<string>;
  kind: FixedNullable<"prompt" | "workflow" | "dataset" | "evaluation">;
  name: string;
  path: string;
  description: Defaulted<string>;
  archived_at: Nullable<Instant>;
  created_at: Fixed<Instant>;
  created_by: Fixed<string>;
  managed_by: Nullable<string>;
}

interface ScopeAncestorsTable {
  organization_id: Fixed<string>;
  scope_id: Fixed<string>;
  ancestor_id: Fixed<string>;
  depth: number;
}

interface PrincipalsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  type: Fixed<"user" | "service-account">;
  user_id: FixedNullable<string>;
  name: string;
  description: Defaulted<string>;
  home_scope_id: FixedNullable<string>;
  state: "active" | "suspended" | "removed";
  last_used_at: Nullable<Instant>;
  managed_by: Nullable<string>;
  created_at: Fixed<Instant>;
}

interface ServiceAccountResponsiblesTable {
  organization_id: Fixed<string>;
  service_account_id: Fixed<string>;
  principal_id: Fixed<string>;
  ended_at: Nullable<string>;
}

interface GroupsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  name: string;
  description: Defaulted<string>;
  managed_by: Nullable<string>;
  created_at: Fixed<Instant>;
}

interface GroupMembersTable {
  organization_id: Fixed<string>;
  group_id: Fixed<string>;
  principal_id: Fixed<string>;
  added_by: Fixed<string>;
  added_at: Fixed<Instant>;
  managed_by: Nullable<string>;
}

interface GroupGroupsTable {
  organization_id: Fixed<string>;
  group_id: Fixed<string>;
  child_group_id: Fixed<string>;
  added_by: Fixed<string>;
  added_at: Fixed<Instant>;
  managed_by: Nullable<string>;
}

interface RolesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  name: string;
  description: Defaulted<string>;
  built_in: Fixed<Flag>;
  permissions: string;
  managed_by: Nullable<string>;
  created_at: Fixed<Instant>;
  updated_at: Instant;
  updated_by: Nullable<string>;
}

interface RoleIncludesTable {
  organization_id: Fixed<string>;
  role_id: Fixed<string>;
  included_role_id: Fixed<string>;
}

interface BindingsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  principal_id: FixedNullable<string>;
  group_id: FixedNullable<string>;
  role_id: Fixed<string>;
  scope_id: Fixed<string>;
  not_before: Nullable<Instant>;
  expires_at: Nullable<Instant>;
  reason: Defaulted<string>;
  granted_by: Fixed<string>;
  granted_at: Fixed<Instant>;
  last_used_at: Nullable<Instant>;
  managed_by: Nullable<string>;
}

interface RestrictionsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  scope_id: Fixed<string>;
  permissions: Fixed<string>;
  reason: Fixed<string>;
  created_by: Fixed<string>;
  created_at: Fixed<Instant>;
  managed_by: Nullable<string>;
}

interface AccessOpeningsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  scope_id: FixedNullable<string>;
  principal_id: FixedNullable<string>;
  permissions: FixedNullable<string>;
  opened_by: Fixed<string>;
  opened_at: Fixed<Instant>;
}

interface KeysTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  principal_id: Fixed<string>;
  name: string;
  prefix: Fixed<string>;
  secret_hash: Fixed<string>;
  permissions: Fixed<string>;
  scope_ids: Fixed<string>;
  labels: FixedNullable<string>;
  created_by: Fixed<string>;
  created_at: Fixed<Instant>;
  expires_at: FixedNullable<Instant>;
  revoked_at: Nullable<Instant>;
  revoked_by: Nullable<string>;
  last_used_at: Nullable<Instant>;
  managed_by: Nullable<string>;
}

interface InvitationsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  purpose: Fixed<"invitation" | "credential">;
  email: Fixed<string>;
  principal_id: FixedNullable<string>;
  bindings: Fixed<string>;
  group_ids: Fixed<string>;
  token_hash: Fixed<string>;
  invited_by: Fixed<string>;
  created_at: Fixed<Instant>;
  expires_at: Fixed<Instant>;
  accepted_at: Nullable<Instant>;
  revoked_at: Nullable<Instant>;
}

interface ResourcesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  kind: Fixed<"prompt" | "workflow" | "dataset" | "evaluation">;
  next_version_number: Defaulted<number>;
}

interface VersionsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  resource_id: Fixed<string>;
  number: Fixed<number>;
  kind: Fixed<"prompt" | "workflow" | "dataset" | "evaluation">;
  content: Fixed<string>;
  expanded: Fixed<string>;
  closure: Fixed<string>;
  digest: Fixed<string>;
  message: Fixed<string>;
  author_id: Fixed<string>;
  claimed_author: FixedNullable<string>;
  import_key: FixedNullable<string>;
  based_on_id: FixedNullable<string>;
  source_version_id: FixedNullable<string>;
  request_id: FixedNullable<string>;
  key_id: FixedNullable<string>;
  created_at: Fixed<Instant>;
}

interface DatasetRowsTable {
  organization_id: Fixed<string>;
  digest: Fixed<string>;
  cells: Fixed<string>;
}

interface RowListsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  resource_id: Fixed<string>;
  opened_by: Fixed<string>;
  opened_at: Fixed<Instant>;
  touched_at: Instant;
  schema: Fixed<string>;
  key_column: Fixed<string>;
  row_count: Defaulted<number>;
  byte_count: Defaulted<number>;
  frontier: Defaulted<string>;
  state: Defaulted<"open" | "sealed" | "discarded">;
}

interface RowListEntriesTable {
  organization_id: Fixed<string>;
  list_id: Fixed<string>;
  position: Fixed<number>;
  digest: Fixed<string>;
  key: FixedNullable<string>;
}

interface RowRootsTable {
  organization_id: Fixed<string>;
  root: Fixed<string>;
  key_column: Fixed<string>;
  list_id: Fixed<string>;
}

interface PoliciesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  scope_id: Fixed<string>;
  name: string;
  label_pattern: string;
  kinds: Nullable<string>;
  current_version: number;
  deleted_at: Nullable<Instant>;
  managed_by: Nullable<string>;
  created_by: Fixed<string>;
  created_at: Fixed<Instant>;
  updated_at: Instant;
}

interface PolicyVersionsTable {
  organization_id: Fixed<string>;
  policy_id: Fixed<string>;
  number: Fixed<number>;
  label_pattern: Fixed<string>;
  kinds: FixedNullable<string>;
  mode: Fixed<"enforce" | "evaluate">;
  requirements: Fixed<string>;
  terms: FixedNullable<string>;
  approvals: Fixed<number>;
  created_by: Fixed<string>;
  created_at: Fixed<Instant>;
}

interface PolicyProposalsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  policy_id: Fixed<string>;
  proposed: FixedNullable<string>;
  reason: Fixed<string>;
  proposed_by: Fixed<string>;
  proposed_at: Fixed<Instant>;
  acts_at: FixedNullable<Instant>;
  state: "open" | "accepted" | "rejected" | "withdrawn";
  decided_by: Nullable<string>;
  decided_at: Nullable<Instant>;
}

interface PolicyProposalReviewsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  proposal_id: Fixed<string>;
  number: Fixed<number>;
  principal_id: Fixed<string>;
  verdict: Fixed<"approve" | "withdraw">;
  created_at: Fixed<Instant>;
}

interface PolicyTrialsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  policy_id: Fixed<string>;
  number: Fixed<number>;
  release_id: Fixed<string>;
  blockers: Fixed<string>;
  created_at: Fixed<Instant>;
}

interface CheckReportsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  number: Fixed<number>;
  name: Fixed<string>;
  digest: Fixed<string>;
  service_account_id: Fixed<string>;
  key_id: FixedNullable<string>;
  request_id: Fixed<string>;
  outcome: Fixed<"passed" | "failed">;
  summary: Fixed<string>;
  created_at: Fixed<Instant>;
  expires_at: FixedNullable<Instant>;
}

interface RequestsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  number: Fixed<number>;
  kind: Fixed<"prompt" | "workflow" | "dataset" | "evaluation">;
  target_workspace_id: Fixed<string>;
  /** The deepest scope of the target address that exists: the resource, or the folder or workspace it would be made in. */
  target_scope_id: string;
  target_resource_id: Nullable<string>;
  target_path: Fixed<string>;
  label: Fixed<string>;
  title: string;
  description: string;
  requester_id: Fixed<string>;
  base_release_id: Nullable<string>;
  base_sequence: number;
  current_push: number;
  digest: string;
  ended: Nullable<"published" | "rejected" | "cancelled" | "expired">;
  ended_at: Nullable<Instant>;
  ended_by: Nullable<string>;
  ended_reason: Nullable<string>;
  release_id: Nullable<string>;
  created_at: Fixed<Instant>;
  updated_at: Instant;
  expires_at: Instant;
}

interface TreeRequestsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  change: Fixed<string>;
  type: Fixed<"move" | "archive" | "restore" | "withdraw">;
  scope_id: Fixed<string>;
}

interface TreeRequestSetsTable {
  organization_id: Fixed<string>;
  request_id: Fixed<string>;
  number: Fixed<number>;
  digest: Fixed<string>;
  touched: Fixed<string>;
  reason: Fixed<"open" | "rebase">;
  set_by: Fixed<string>;
  set_at: Fixed<Instant>;
}

interface TreeRequestAddressesTable {
  organization_id: Fixed<string>;
  request_id: Fixed<string>;
  number: Fixed<number>;
  resource_id: Fixed<string>;
  label: Fixed<string>;
  version_id: Fixed<string>;
  digest: Fixed<string>;
  base_sequence: Fixed<number>;
  before_workspace_id: FixedNullable<string>;
  before_path: FixedNullable<string>;
  after_workspace_id: FixedNullable<string>;
  after_path: FixedNullable<string>;
}

interface RequestPushesTable {
  organization_id: Fixed<string>;
  request_id: Fixed<string>;
  number: Fixed<number>;
  source_version_id: Fixed<string>;
  source_scope_id: Fixed<string>;
  content: Fixed<string>;
  expanded: Fixed<string>;
  closure: Fixed<string>;
  digest: Fixed<string>;
  closure_digest: FixedNullable<string>;
  base_release_id: FixedNullable<string>;
  base_sequence: Fixed<number>;
  reason: Fixed<"open" | "push" | "rebase">;
  pushed_by: Fixed<string>;
  pushed_at: Fixed<Instant>;
}

interface RequestContributorsTable {
  organization_id: Fixed<string>;
  request_id: Fixed<string>;
  principal_id: Fixed<string>;
  reason: Fixed<string>;
  added_at: Fixed<Instant>;
}

interface RequestPoliciesTable {
  organization_id: Fixed<string>;
  request_id: Fixed<string>;
  policy_id: Fixed<string>;
  number: Fixed<number>;
}

interface ReviewsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  request_id: Fixed<string>;
  number: Fixed<number>;
  principal_id: Fixed<string>;
  verdict: Fixed<"approve" | "request_changes" | "comment">;
  digest: Fixed<string>;
  closure_digest: FixedNullable<string>;
  target_workspace_id: Fixed<string>;
  target_path: Fixed<string>;
  label: Fixed<string>;
  base_release_id: FixedNullable<string>;
  body: Fixed<string>;
  revision: Fixed<number>;
  created_at: Fixed<Instant>;
}

interface ReviewDismissalsTable {
  organization_id: Fixed<string>;
  review_id: Fixed<string>;
  request_id: Fixed<string>;
  dismissed_by: Fixed<string>;
  reason: Fixed<string>;
  created_at: Fixed<Instant>;
}

interface EmergenciesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  release_id: Fixed<string>;
  resource_id: Fixed<string>;
  target_workspace_id: Fixed<string>;
  target_path: Fixed<string>;
  label: Fixed<string>;
  sequence: Fixed<number>;
  version_id: Fixed<string>;
  digest: Fixed<string>;
  request_id: FixedNullable<string>;
  principal_id: Fixed<string>;
  reason: Fixed<string>;
  incident: Fixed<string>;
  review_due_at: Fixed<Instant>;
  created_at: Fixed<Instant>;
}

interface EmergencyContributorsTable {
  organization_id: Fixed<string>;
  emergency_id: Fixed<string>;
  principal_id: Fixed<string>;
  reason: Fixed<string>;
  added_at: Fixed<Instant>;
}

interface AfterReviewsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  emergency_id: Fixed<string>;
  principal_id: Fixed<string>;
  verdict: Fixed<"approve" | "object">;
  body: Fixed<string>;
  revision: Fixed<number>;
  created_at: Fixed<Instant>;
}

interface EmergencySettlementsTable {
  organization_id: Fixed<string>;
  emergency_id: Fixed<string>;
  created_at: Fixed<Instant>;
}

interface ScheduledPublicationsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  request_id: Fixed<string>;
  digest: Fixed<string>;
  reason: Fixed<string>;
  publish_at: Fixed<Instant>;
  scheduled_by: Fixed<string>;
  key_id: FixedNullable<string>;
  state: "waiting" | "published" | "failed" | "cancelled";
  failure: Nullable<string>;
  ended_by: Nullable<string>;
  ended_at: Nullable<Instant>;
  claimed_by: Nullable<string>;
  claimed_until: Nullable<Instant>;
  created_at: Fixed<Instant>;
}

interface NotificationsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  principal_id: Fixed<string>;
  type: Fixed<"emergency" | "review-overdue" | "schedule-failed">;
  subject_id: Fixed<string>;
  created_at: Fixed<Instant>;
  read_at: Nullable<Instant>;
}

interface RequestCommentsTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  request_id: Fixed<string>;
  principal_id: Fixed<string>;
  body: Fixed<string>;
  anchor: FixedNullable<string>;
  thread_id: FixedNullable<string>;
  resolved_at: Nullable<Instant>;
  resolved_by: Nullable<string>;
  created_at: Fixed<Instant>;
}

interface ReleasesTable {
  organization_id: Fixed<string>;
  id: Fixed<string>;
  resource_id: Fixed<string>;
  target_workspace_id: Fixed<string>;
  target_path: Fixed<string>;
  label: Fixed<string>;
  sequence: Fixed<number>;
  kind: Fixed<"approved" | "unprotected" | "rollback" | "gradual" | "break-glass" | "adopted" | "withdrawn">;
  version_id: FixedNullable<string>;
  digest: FixedNullable<string>;
  serves: Fixed<string>;
  request_id: FixedNullable<string>;
  rollback_to_id: FixedNullable<string>;
  policy_versions: Fixed<string>;
  reviews: Fixed<string>;
  released_by: Fixed<string>;
  key_id: FixedNullable<string>;
  reason: Fixed<string>;
  revision: Fixed<number>;
  created_at: Fixed<Instant>;
}

interface LabelsTable {
  organization_id: Fixed<string>;
  resource_id: Fixed<string>;
  name: Fixed<string>;
  release_id: string;
  sequence: number;
}

interface AuditEventsTable {
  chain: Fixed<string>;
  seq: Fixed<number>;
  bytes: Fixed<string>;
  hash: Fixed<string>;
  id: Fixed<string>;
  at: Fixed<Instant>;
  actor_id: FixedNullable<string>;
  action: Fixed<string>;
  outcome: Fixed<"done" | "refused">;
  target_id: FixedNullable<string>;
}

interface AuditHeadsTable {
  chain: Fixed<string>;
  seq: number;
  hash: string;
}

interface AuditTextsTable {
  chain: Fixed<string>;
  seq: Fixed<number>;
  field: Fixed<string>;
  salt: Fixed<string>;
  text: Fixed<string>;
}

interface AuditFoldsTable {
  chain: Fixed<string>;
  fingerprint: Fixed<string>;
  window_start: Instant;
  repeated: number;
  event: string;
}

interface IdempotencyKeysTable {
  organization_id: Fixed<string>;
  principal_id: Fixed<string>;
  key: Fixed<string>;
  procedure_name: Fixed<string>;
  body_digest: Fixed<string>;
  answer: Fixed<string>;
  created_at: Fixed<Instant>;
}

interface SigningKeysTable {
  kid: Fixed<string>;
  x: Fixed<string>;
  valid_from: Nullable<Instant>;
  valid_until: Nullable<Instant>;
  created_at: Fixed<Instant>;
}

interface ReleaseSignaturesTable {
  organization_id: Fixed<string>;
  release_id: Fixed<string>;
  kid: Fixed<string>;
  statement: Fixed<string>;
  signature: Fixed<string>;
  signed_at: Fixed<Instant>;
}

interface AuditCheckpointsTable {
  chain: Fixed<string>;
  seq: Fixed<number>;
  hash: Fixed<string>;
  kid: Fixed<string>;
  statement: Fixed<string>;
  signature: Fixed<string>;
  created_at: Fixed<Instant>;
}

/** Every table of the schema; columns are as both dialects return them. */
export interface Tables {
  organizations: OrganizationsTable;
  users: UsersTable;
  setup_tokens: SetupTokensTable;
  scopes: ScopesTable;
  scope_ancestors: ScopeAncestorsTable;
  principals: PrincipalsTable;
  service_account_responsibles: ServiceAccountResponsiblesTable;
  groups: GroupsTable;
  group_members: GroupMembersTable;
  group_groups: GroupGroupsTable;
  roles: RolesTable;
  role_includes: RoleIncludesTable;
  bindings: BindingsTable;
  restrictions: RestrictionsTable;
  access_openings: AccessOpeningsTable;
  keys: KeysTable;
  invitations: InvitationsTable;
  resources: ResourcesTable;
  versions: VersionsTable;
  dataset_rows: DatasetRowsTable;
  row_lists: RowListsTable;
  row_list_entries: RowListEntriesTable;
  row_roots: RowRootsTable;
  policies: PoliciesTable;
  policy_versions: PolicyVersionsTable;
  policy_proposals: PolicyProposalsTable;
  policy_proposal_reviews: PolicyProposalReviewsTable;
  policy_trials: PolicyTrialsTable;
  check_reports: CheckReportsTable;
  requests: RequestsTable;
  request_pushes: RequestPushesTable;
  request_contributors: RequestContributorsTable;
  request_policies: RequestPoliciesTable;
  reviews: ReviewsTable;
  request_comments: RequestCommentsTable;
  review_dismissals: ReviewDismissalsTable;
  emergencies: EmergenciesTable;
  emergency_contributors: EmergencyContributorsTable;
  after_reviews: AfterReviewsTable;
  emergency_settlements: EmergencySettlementsTable;
  notifications: NotificationsTable;
  scheduled_publications: ScheduledPublicationsTable;
  releases: ReleasesTable;
  tree_requests: TreeRequestsTable;
  tree_request_sets: TreeRequestSetsTable;
  tree_request_addresses: TreeRequestAddressesTable;
  labels: LabelsTable;
  audit_events: AuditEventsTable;
  audit_heads: AuditHeadsTable;
  audit_texts: AuditTextsTable;
  audit_folds: AuditFoldsTable;
  idempotency_keys: IdempotencyKeysTable;
  signing_keys: SigningKeysTable;
  release_signatures: ReleaseSignaturesTable;
  audit_checkpoints: AuditCheckpointsTable;
}

/** The root: opens transactions. Nothing queries it directly but the composition root. */
export type Database = Kysely<Tables>;

/** What every store takes: an open transaction. */
export type Tx = Transaction<Tables>;
