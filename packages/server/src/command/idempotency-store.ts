import type { Reading } from "./reading.ts";

export interface StoredAnswer {
  readonly procedure: string;
  readonly body: string;
  readonly answer: string;
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
