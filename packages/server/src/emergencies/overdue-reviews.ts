import { appendToChain } from "../audit/audit-store.ts";
import type { Environment } from "../command/environment.ts";
import { newId, newRequestId } from "../command/identifiers.ts";
import { readOrganization } from "../command/organization-store.ts";
import { insertNotifications } from "../notifications/notification-store.ts";
import { listOverdue, readTold } from "./emergency-store.ts";

/** Notes, once for each, that the review of an emergency is overdue: in the audit log, and to everybody concerned. */
export async function noteOverdueReviews(environment: Environment): Promise<void> {
  const { db, engine, clock } = environment;
  const overdue = await db.transaction().execute(async (tx) => listOverdue(tx, await clock.inside(tx)));
  for (const { organizationId, id, principalId, releaseId, resourceId, dueAt } of overdue) {
    await db.transaction().execute(async (tx) => {
      // Exclusively, so that of two nodes the second finds it noted.
      const organization = await readOrganization(tx, engine, organizationId, "exclusive");
      const now = await clock.inside(tx);
      const open = (await listOverdue(tx, now)).some((one) => one.organizationId === organizationId && one.id === id);
      if (organization === null || !open) return;
      const told = await readTold(tx, organizationId, id);
      await insertNotifications(
        tx,
        organizationId,
        { type: "review-overdue", subjectId: id, at: now },
        [...new Set([principalId, ...told])].map((one) => ({ id: newId("ntf"), principalId: one })),
      );
      await appendToChain({ tx, engine, chain: organizationId, revision: organization.revision, now }, [
        {
          action: "release.review-overdue",
          actor: { type: "user", principalId, keyId: null },
          target: { type: "release", id: releaseId },
          scopeId: resourceId,
          outcome: { outcome: "done" },
          requestId: newRequestId(),
          details: { emergencyId: id, dueAt },
        },
      ]);
    });
  }
}
