import type { Guard } from "./guard.ts";
import { writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

/** Whether a review of the released request asks for changes that still stand. */
const standingObjection = `exists (select 1 from reviews o
  join principals a on a.organization_id = o.organization_id and a.id = o.principal_id and a.type = 'user'
  where o.organization_id = new.organization_id and o.request_id = new.request_id and o.verdict = 'request_changes'
    and o.label = new.label and o.target_path = new.target_path and o.target_workspace_id = new.target_workspace_id
    and not exists (select 1 from reviews l where l.organization_id = o.organization_id and l.request_id = o.request_id
      and l.principal_id = o.principal_id and l.number > o.number and l.verdict <> 'comment')
    and not exists (select 1 from review_dismissals d where d.organization_id = o.organization_id and d.review_id = o.id))`;

const guards: readonly Guard[] = [
  {
    name: "comment_thread",
    table: "request_comments",
    on: "insert",
    violatedWhen: `new.thread_id is not null and (new.anchor is not null or not exists (select 1 from request_comments c
      where c.organization_id = new.organization_id and c.id = new.thread_id and c.request_id = new.request_id
        and c.thread_id is null))`,
    message: "an answer belongs to a thread of the same request",
  },
  {
    name: "comment_stays",
    table: "request_comments",
    on: "update",
    violatedWhen: `new.organization_id <> old.organization_id or new.id <> old.id or new.request_id <> old.request_id
      or new.principal_id <> old.principal_id or new.body <> old.body or new.created_at <> old.created_at
      or coalesce(new.anchor, '') <> coalesce(old.anchor, '') or coalesce(new.thread_id, '') <> coalesce(old.thread_id, '')
      or (new.resolved_at is null) <> (new.resolved_by is null)`,
    message: "of a comment only its resolution changes",
  },
  {
    name: "dismissal_of_objection",
    table: "review_dismissals",
    on: "insert",
    violatedWhen: `not exists (select 1 from reviews r
        where r.organization_id = new.organization_id and r.id = new.review_id and r.request_id = new.request_id
          and r.verdict = 'request_changes')
      or not exists (select 1 from principals p
        where p.organization_id = new.organization_id and p.id = new.dismissed_by and p.type = 'user')
      or exists (select 1 from request_contributors c
        where c.organization_id = new.organization_id and c.request_id = new.request_id
          and c.principal_id = new.dismissed_by)`,
    message: "a request for changes is dismissed by a person who did not contribute",
  },
  {
    name: "release_objections",
    table: "releases",
    on: "insert",
    violatedWhen: `new.kind in ('approved', 'gradual') and ${standingObjection}`,
    message: "a reviewed release waits until whoever asked for changes approves, or they are dismissed",
  },
  ...writtenOnce("review_dismissals"),
];

/** Threads of comments, and requests for changes that somebody with the right dismissed. */
export const reviewThreads: SchemaStep = {
  statements: [
    // The comment that an answer belongs to; null for one that begins a thread, or stands for itself.
    `alter table request_comments add column
    thread_id text`,
    // A request for changes that blocks no more, with the reason. Its row stays as it was.
    `create table review_dismissals (
    organization_id text not null,
    review_id text not null,
    request_id text not null,
    dismissed_by text not null,
    reason text not null check (reason <> ''),
    created_at text not null,
    primary key (organization_id, review_id),
    foreign key (organization_id, review_id) references reviews (organization_id, id),
    foreign key (organization_id, request_id) references requests (organization_id, id),
    foreign key (organization_id, dismissed_by) references principals (organization_id, id)
  )`,
  ],
  guards,
  writtenOnce: ["review_dismissals"],
};
