import { type Guard, writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

const guards: readonly Guard[] = [
  {
    name: "schedule_changes",
    table: "scheduled_publications",
    on: "update",
    violatedWhen: `old.state <> 'waiting' or new.organization_id <> old.organization_id or new.id <> old.id
      or new.request_id <> old.request_id or new.digest <> old.digest or new.publish_at <> old.publish_at
      or new.scheduled_by <> old.scheduled_by or coalesce(new.key_id, '') <> coalesce(old.key_id, '')`,
    message: "of a scheduled publication only its end is written, once",
  },
  ...writtenOnce("scheduled_publications").filter(({ on }) => on === "delete"),
];

/** Publications that are to happen at an hour, decided again then. */
export const schedules: SchemaStep = {
  statements: [
    // A node claims what is due for a while, and ends it in the transaction that publishes: of two nodes one acts.
    `create table scheduled_publications (
    organization_id text not null,
    id text not null,
    request_id text not null,
    digest text not null,
    reason text not null,
    publish_at text not null,
    scheduled_by text not null,
    key_id text,
    state text not null check (state in ('waiting', 'published', 'failed', 'cancelled')),
    failure text,
    ended_by text,
    ended_at text,
    claimed_by text,
    claimed_until text,
    created_at text not null,
    primary key (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, scheduled_by) references principals (organization_id, id),
    foreign key (organization_id, ended_by) references principals (organization_id, id)
  )`,
    `create unique index scheduled_publications_waiting on scheduled_publications (organization_id, request_id) where state = 'waiting'`,
    `create index scheduled_publications_due on scheduled_publications (publish_at) where state = 'waiting'`,
  ],
  guards,
  writtenOnce: ["scheduled_publications"],
};
