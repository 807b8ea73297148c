import type { Environment } from "../command/environment.ts";
import { readOrganization } from "../command/organization-store.ts";
import { endUpload, findUnsaved, removeDiscarded } from "./upload-store.ts";

/** How long an upload is kept after its last part, in milliseconds: a day. */
export const uploadLifetime = 24 * 60 * 60_000;

/** How many rows one transaction takes away, so that nobody waits long for it. */
const rowsAtOnce = 2_000;

/**
 * Takes away a part of what was uploaded and belongs to no version: what was discarded, and what nobody has touched for
 * {@link uploadLifetime}. Called again and again, it ends.
 *
 * @returns whether there may be more.
 */
export async function sweepUploads(environment: Environment): Promise<boolean> {
  const { db, engine, clock } = environment;
  return db.transaction().execute(async (tx) => {
    const now = await clock.inside(tx);
    const abandonedSince = new Date(Date.parse(now) - uploadLifetime).toISOString();
    const upload = await findUnsaved(tx, abandonedSince);
    if (upload === null) return false;
    const { organizationId, uploadId } = upload;
    await readOrganization(tx, engine, organizationId, "exclusive");
    await endUpload(tx, organizationId, uploadId, "discarded");
    await removeDiscarded(tx, organizationId, uploadId, rowsAtOnce);
    return true;
  });
}
