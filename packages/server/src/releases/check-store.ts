import type { CheckReport } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** Everything that service accounts reported for a digest, oldest first. */
export async function readCheckReports(
  tx: Tx,
  organizationId: string,
  digest: string,
): Promise<readonly CheckReport[]> {
  const rows = await tx
    .selectFrom("check_reports")
    .select(["id", "name", "service_account_id", "digest", "outcome", "created_at", "expires_at"])
    .where("organization_id", "=", organizationId)
    .where("digest", "=", digest)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    serviceAccountId: row.service_account_id,
    digest: row.digest,
    outcome: row.outcome,
    at: row.created_at,
    expiresAt: row.expires_at,
  }));
}

/** Writes a report down, with the next number of its digest. */
export async function insertCheckReport(
  tx: Tx,
  organizationId: string,
  report: CheckReport & { readonly keyId: string | null; readonly requestId: string; readonly summary: string },
): Promise<void> {
  const last = await tx
    .selectFrom("check_reports")
    .select((eb) => eb.fn.max("number").as("number"))
    .where("organization_id", "=", organizationId)
    .where("digest", "=", report.digest)
    .executeTakeFirst();
  await tx
    .insertInto("check_reports")
    .values({
      organization_id: organizationId,
      id: report.id,
      number: Number(last?.number ?? 0) + 1,
      name: report.name,
      digest: report.digest,
      service_account_id: report.serviceAccountId,
      key_id: report.keyId,
      request_id: report.requestId,
      outcome: report.outcome,
      summary: report.summary,
      created_at: report.at,
      expires_at: report.expiresAt,
    })
    .execute();
}
