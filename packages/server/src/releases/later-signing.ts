import { encodeStatement } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { readOrganization } from "../command/organization-store.ts";
import { found } from "../command/refuse.ts";
import { listUnsigned } from "./release-statement-store.ts";
import { insertSignature, readRelease } from "./release-store.ts";
import { statementOf } from "./release-writing.ts";

/** Releases signed in one transaction. */
const batch = 100;

/**
 * Signs the releases of an organization that have no signature, those from before releases were signed: openly, as signed
 * later. Never done by itself, as a row that somebody wrote past the server would be signed as well.
 *
 * @returns how many there were.
 */
export async function signLater(environment: Environment, organizationId: string): Promise<number> {
  let signed = 0;
  for (;;) {
    const count = await signSome(environment, organizationId);
    signed += count;
    if (count < batch) return signed;
  }
}

async function signSome(environment: Environment, organizationId: string): Promise<number> {
  const { db, engine, clock, signer } = environment;
  return db.transaction().execute(async (tx) => {
    const organization = found(await readOrganization(tx, engine, organizationId, "exclusive"));
    const now = await clock.inside(tx);
    const ids = await listUnsigned(tx, organizationId, batch);
    for (const id of ids) {
      const { release } = found(await readRelease(tx, organizationId, id));
      const statement = encodeStatement(await statementOf(tx, organizationId, release, now));
      const signature = await signer.sign(tx, "release", statement);
      await insertSignature(tx, organizationId, id, { statement, ...signature, at: now });
    }
    await appendToChain(
      { tx, engine, chain: organizationId, revision: organization.revision, now },
      ids.map((id) => ({
        action: "release.sign",
        actor: { type: "system", principalId: null, keyId: null },
        target: { type: "release", id },
        scopeId: null,
        outcome: { outcome: "done" },
        requestId: newRequestId(),
        details: {},
      })),
    );
    return ids.length;
  });
}
