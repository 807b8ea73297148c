import type { Guard } from "./guard.ts";
import { writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

/** A person's emergency of exactly the release that is written. */
const emergencyOfTheRelease = `(select 1 from emergencies e
  join principals p on p.organization_id = e.organization_id and p.id = e.principal_id and p.type = 'user'
  where e.organization_id = new.organization_id and e.release_id = new.id and e.resource_id = new.resource_id
    and e.target_workspace_id = new.target_workspace_id and e.target_path = new.target_path and e.label = new.label
    and e.sequence = new.sequence and e.version_id = new.version_id and e.digest = new.digest
    and e.principal_id = new.released_by)`;

const guards: readonly Guard[] = [
  {
    name: "release_emergency",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind = 'break-glass' and (new.key_id is not null or not exists ${emergencyOfTheRelease})`,
    message: "a break-glass release needs an emergency of the same address, with its reason and incident, by a person",
  },
  {
    name: "after_review_person",
    table: "after_reviews",
    on: "insert",
    violatedWhen: `not exists (select 1 from principals p where p.organization_id = new.organization_id
        and p.id = new.principal_id and p.type = 'user')
      or exists (select 1 from emergencies e where e.organization_id = new.organization_id and e.id = new.emergency_id
        and e.principal_id = new.principal_id)
      or exists (select 1 from emergency_contributors c where c.organization_id = new.organization_id
        and c.emergency_id = new.emergency_id and c.principal_id = new.principal_id)`,
    message: "an emergency is reviewed by people who neither made it nor contributed",
  },
  {
    name: "settlement_reviewed",
    table: "emergency_settlements",
    on: "insert",
    violatedWhen: `not exists (select 1 from after_reviews r
      where r.organization_id = new.organization_id and r.emergency_id = new.emergency_id)`,
    message: "an emergency is settled by reviews",
  },
  ...["emergencies", "emergency_contributors", "after_reviews", "emergency_settlements"].flatMap(writtenOnce),
];

/** Releases in an emergency, the reviews that they owe, and what people are told of. */
export const breakGlass: SchemaStep = {
  statements: [
    // Who went past the policies of which address, why, for which incident, and until when that is to be reviewed. It is
    // written before its release, and there is none without one.
    `create table emergencies (
    organization_id text not null,
    id text not null,
    release_id text not null,
    resource_id text not null,
    target_workspace_id text not null,
    target_path text not null,
    label text not null,
    sequence bigint not null,
    version_id text not null,
    digest text not null,
    request_id text,
    principal_id text not null,
    reason text not null check (reason <> ''),
    incident text not null check (incident <> ''),
    review_due_at text not null,
    created_at text not null,
    primary key (organization_id, id),
    check (review_due_at > created_at),
    foreign key (organization_id, release_id) references releases (organization_id, id) deferrable initially deferred,
    foreign key (organization_id, resource_id) references resources (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
    `create unique index emergencies_by_release on emergencies (organization_id, release_id)`,
    `create index emergencies_by_principal on emergencies (organization_id, principal_id)`,
    // Only grows.
    `create table emergency_contributors (
    organization_id text not null,
    emergency_id text not null,
    principal_id text not null,
    reason text not null,
    added_at text not null,
    primary key (organization_id, emergency_id, principal_id),
    foreign key (organization_id, emergency_id) references emergencies (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
    // One look of each person.
    `create table after_reviews (
    organization_id text not null,
    id text not null,
    emergency_id text not null,
    principal_id text not null,
    verdict text not null check (verdict in ('approve', 'object')),
    body text not null,
    revision bigint not null,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, emergency_id) references emergencies (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
    `create unique index after_reviews_once on after_reviews (organization_id, emergency_id, principal_id)`,
    // Enough people have looked. Nothing undoes it.
    `create table emergency_settlements (
    organization_id text not null,
    emergency_id text not null,
    created_at text not null,
    primary key (organization_id, emergency_id),
    foreign key (organization_id, emergency_id) references emergencies (organization_id, id)
  )`,
    // What a person is told of. Its words are made when it is read, from what he may see then.
    `create table notifications (
    organization_id text not null,
    id text not null,
    principal_id text not null,
    type text not null check (type in ('emergency', 'review-overdue', 'schedule-failed')),
    subject_id text not null,
    created_at text not null,
    read_at text,
    primary key (organization_id, id),
    foreign key (organization_id, principal_id) references principals (organization_id, id)
  )`,
    `create unique index notifications_once on notifications (organization_id, principal_id, type, subject_id)`,
  ],
  guards,
  writtenOnce: ["emergencies", "emergency_contributors", "after_reviews", "emergency_settlements"],
};
