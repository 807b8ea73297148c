import { SYSTEM_CHAIN } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import type { Environment } from "../command/environment.ts";
import { newId, randomText } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { assertClaimHolds, claimCredential } from "./credential-claim.ts";
import { hashSecret } from "./key-secret.ts";
import { foundOrganization } from "./organization-founding.ts";
import {
  countOrganizations,
  dropUnusedSetupTokens,
  findSetupToken,
  insertSetupToken,
  takeSetupToken,
} from "./setup-token-store.ts";

/** What the first owner says of himself. */
export interface SetUp {
  readonly token: string;
  readonly organizationName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the token that founds an organization; printed once by the command line, stored as its hash. An earlier unused
 * one stops working.
 */
export async function issueSetupToken(environment: Environment): Promise<string> {
  const token = `cst_${randomText(32)}`;
  await environment.db.transaction().execute(async (tx) => {
    await dropUnusedSetupTokens(tx, "organization", null);
    await insertSetupToken(tx, {
      id: newId("stp"),
      tokenHash: hashSecret(token),
      purpose: "organization",
      organizationId: null,
      email: null,
      expiresAt: null,
      at: await environment.clock.inside(tx),
    });
  });
  return token;
}

export async function needsSetup(environment: Environment): Promise<boolean> {
  return environment.db
    .transaction()
    .setAccessMode("read only")
    .execute(async (tx) => (await countOrganizations(tx)) === 0);
}

/**
 * Founds an organization with the token. The credential is made first, by the sign-in library and outside our
 * transaction: killed between the two, it belongs to nobody, can do nothing, and the next attempt takes it over.
 */
export async function setUp(
  environment: Environment,
  input: SetUp,
  requestId: string,
): Promise<{ readonly organizationId: string; readonly principalId: string }> {
  const tokenHash = hashSecret(input.token);
  const early = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findSetupToken(tx, tokenHash));
  if (early === null || early.usedAt !== null || early.purpose !== "organization") refuseToken();
  const claim = await claimCredential(environment, input);
  return environment.db.transaction().execute(async (tx) => {
    const now = await environment.clock.inside(tx);
    if (!(await takeSetupToken(tx, early.id, now))) refuseToken();
    await assertClaimHolds(tx, environment.engine, claim);
    const founded = await foundOrganization(
      { tx, engine: environment.engine, now, requestId },
      input.organizationName,
      { email: input.email, name: input.name, credentialId: claim.id },
    );
    await appendToChain({ tx, engine: environment.engine, chain: SYSTEM_CHAIN, revision: 0, now }, [
      {
        action: "setup.claim",
        actor: { type: "system", principalId: null, keyId: null },
        target: { type: "organization", id: founded.organizationId },
        scopeId: null,
        outcome: { outcome: "done" },
        requestId,
        details: { tokenId: early.id },
      },
    ]);
    return founded;
  });
}

function refuseToken(): never {
  refuse({
    code: "unauthenticated",
    message: "This setup token is not valid: it was never issued, was used, or was replaced by a newer one.",
    remedy: "Print a new one on the host with `countersign-server setup`.",
  });
}
