import { type Guard, writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

const tables: readonly string[] = [
  // The public half of every key that ever signed here. `valid_from` is null while a key is only made known;
  // `valid_until` is set once, when it is retired.
  `create table signing_keys (
    kid text primary key,
    x text not null,
    valid_from text,
    valid_until text,
    created_at text not null
  )`,

  // What a release says of itself, exactly as signed. Releases older than signatures have none until the host's command
  // line signs them, openly, as signed later.
  `create table release_signatures (
    organization_id text not null,
    release_id text not null,
    kid text not null references signing_keys (kid),
    statement text not null,
    signature text not null,
    signed_at text not null,
    primary key (organization_id, release_id, kid),
    foreign key (organization_id, release_id) references releases (organization_id, id)
  )`,

  // A signed note of how far a chain went. What lies at or before it cannot be rewritten without its key.
  `create table audit_checkpoints (
    chain text not null,
    seq bigint not null,
    hash text not null,
    kid text not null references signing_keys (kid),
    statement text not null,
    signature text not null,
    created_at text not null,
    primary key (chain, seq)
  )`,
];

const immutableTables = ["release_signatures", "audit_checkpoints"] as const;

const guards: readonly Guard[] = [
  {
    name: "label_first_signed",
    table: "labels",
    on: "insert",
    violatedWhen: `not exists (select 1 from release_signatures s
      where s.organization_id = new.organization_id and s.release_id = new.release_id)`,
    message: "a label begins at a release that is signed",
  },
  {
    name: "label_moves_signed",
    table: "labels",
    on: "update",
    violatedWhen: `not exists (select 1 from release_signatures s
      where s.organization_id = new.organization_id and s.release_id = new.release_id)`,
    message: "a label moves to a release that is signed",
  },
  {
    name: "checkpoint_exists",
    table: "audit_checkpoints",
    on: "insert",
    violatedWhen: `not exists (select 1 from audit_events e
      where e.chain = new.chain and e.seq = new.seq and e.hash = new.hash)`,
    message: "a checkpoint seals an event of its chain",
  },
  {
    name: "signing_key_changes",
    table: "signing_keys",
    on: "update",
    violatedWhen: `new.kid <> old.kid or new.x <> old.x or new.created_at <> old.created_at
      or (old.valid_from is not null and (new.valid_from is null or new.valid_from <> old.valid_from))
      or (old.valid_until is not null and (new.valid_until is null or new.valid_until <> old.valid_until))`,
    message: "the times of a signing key are set once",
  },
  {
    name: "signing_key_stays",
    table: "signing_keys",
    on: "delete",
    violatedWhen: "1 = 1",
    message: "a signing key is never deleted",
  },
  ...immutableTables.flatMap(writtenOnce),
];

/** Signed releases and audit checkpoints, and the public halves of the keys that signed them. */
export const signing: SchemaStep = {
  statements: tables,
  guards,
  writtenOnce: ["signing_keys", ...immutableTables],
};
