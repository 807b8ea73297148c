import { writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

const immutableTables = ["check_reports", "policy_trials", "policy_proposal_reviews"] as const;

/**
 * What policies ask beside approvals. `policies.label_pattern` is what the guards protect: a policy that is only tried out
 * protects nothing, so there it is empty, which matches no label, and what it would match stands in its versions alone.
 */
export const policyTerms: SchemaStep = {
  statements: [
    `alter table policy_versions add column mode text not null default 'enforce' check (mode in ('enforce', 'evaluate'))`,
    // JSON; null where it asks for approvals alone.
    `alter table policy_versions add column terms text`,

    // What a service account said about a digest. The newest of a name, account and digest counts.
    `create table check_reports (
    organization_id text not null,
    id text not null,
    number bigint not null,
    name text not null,
    digest text not null,
    service_account_id text not null,
    key_id text,
    request_id text not null,
    outcome text not null check (outcome in ('passed', 'failed')),
    summary text not null,
    created_at text not null,
    expires_at text,
    primary key (organization_id, id),
    foreign key (organization_id, service_account_id) references principals (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id)
  )`,
    `create unique index check_reports_by_digest on check_reports (organization_id, digest, number)`,

    // What a policy that is tried out would have held up, one row for each release that it would have.
    `create table policy_trials (
    organization_id text not null,
    id text not null,
    policy_id text not null,
    number bigint not null,
    release_id text not null,
    blockers text not null,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, policy_id, number) references policy_versions (organization_id, policy_id, number),
    foreign key (organization_id, release_id) references releases (organization_id, id)
  )`,
    `create index policy_trials_by_policy on policy_trials (organization_id, policy_id, created_at)`,

    // One person's verdict on a proposed loosening. The newest of each person counts.
    `create table policy_proposal_reviews (
    organization_id text not null,
    id text not null,
    proposal_id text not null,
    number bigint not null,
    principal_id text not null,
    verdict text not null check (verdict in ('approve', 'withdraw')),
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, proposal_id) references policy_proposals (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
    `create unique index policy_proposal_reviews_in_order on policy_proposal_reviews (organization_id, proposal_id, number)`,
  ],
  guards: immutableTables.flatMap(writtenOnce),
  writtenOnce: immutableTables,
};
