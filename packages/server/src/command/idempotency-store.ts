import { sql } from "kysely";
import type { Reading } from "./reading.ts";

export interface StoredAnswer {
  readonly procedure: string;
  readonly body: string;
  readonly answer: string;
}

/**
 * Keeps every other call with this key waiting until the transaction ends, also calls that hold the organization
 * together. SQLite has one writer anyway.
 */
export async function lockKey({ environment, tx, organizationId, actor }: Reading, key: string): Promise<void> {
  if (environment.engine !== "postgres") return;
  const name = JSON.stringify([organizationId, actor.principalId, key]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

export async function readAnswer(reading: Reading, key: string): Promise<StoredAnswer | null> {
  const row = await reading.tx
    .selectFrom("idempotency_keys")
    .select(["procedure_name as procedure", "body_digest as body", "answer"])
    .where("organization_id", "=", reading.organizationId)
    .where("principal_id", "=", reading.actor.principalId)
    .where("key", "=", key)
    .executeTakeFirst();
  return row ?? null;
}

export async function writeAnswer(reading: Reading, key: string, stored: StoredAnswer): Promise<void> {
  await reading.tx
    .insertInto("idempotency_keys")
    .values({
      organization_id: reading.organizationId,
      principal_id: reading.actor.principalId,
      key,
      procedure_name: stored.procedure,
      body_digest: stored.body,
      answer: stored.answer,
      created_at: reading.now,
    })
    .execute();
}
