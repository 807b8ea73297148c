import type { Environment } from "../command/environment.ts";
import { refuse } from "../command/refuse.ts";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import { credentialIsClaimed, lockCredential, readPasswordHash, writePasswordHash } from "./credential-store.ts";

/** A credential whose password the caller knows, as it was when he proved or set it. */
export interface ClaimedCredential {
  readonly id: string;
  readonly passwordHash: string;
}

/**
 * The credential for an address: a new one; one that belongs to nobody yet, with this password; or, where a person has
 * it already, his own after he proved its password. It is made outside the transaction that gives it a member: killed
 * between the two, it opens nothing, and the next attempt takes it over. {@link assertClaimHolds} closes the gap.
 */
export async function claimCredential(
  environment: Environment,
  person: { readonly email: string; readonly name: string; readonly password: string },
): Promise<ClaimedCredential> {
  const { credentials } = environment;
  const id = await credentials.obtain({ email: person.email, name: person.name });
  const proven = await proveClaimed(environment, id, person.password);
  return proven ?? takeOver(environment, { id, passwordHash: await credentials.hashPassword(person.password) });
}

/**
 * Goes on only if the credential is still the one that was claimed, and holds it until the transaction ends. Somebody
 * else with a link for the same address may have set its password since.
 */
export async function assertClaimHolds(tx: Tx, engine: Engine, claim: ClaimedCredential): Promise<void> {
  const there = await lockCredential(tx, engine, claim.id);
  if (!there || (await readPasswordHash(tx, claim.id)) !== claim.passwordHash) refuseChanged();
}

/** The credential as somebody's own, once its password is proven; `null` where it is nobody's. */
async function proveClaimed(
  environment: Environment,
  credentialId: string,
  password: string,
): Promise<ClaimedCredential | null> {
  const known = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute(async (tx) => ({
      claimed: await credentialIsClaimed(tx, credentialId),
      passwordHash: await readPasswordHash(tx, credentialId),
    }));
  if (!known.claimed) return null;
  const { passwordHash } = known;
  if (passwordHash !== null && (await environment.credentials.passwordMatches(passwordHash, password))) {
    return { id: credentialId, passwordHash };
  }
  return refuse({
    code: "unauthenticated",
    message: "This address has an account already, and the password is not its password.",
    remedy: "Give the password of that account.",
  });
}

/** Takes a credential that is nobody's; refused when it has become somebody's meanwhile. */
async function takeOver(environment: Environment, claim: ClaimedCredential): Promise<ClaimedCredential> {
  await environment.db.transaction().execute(async (tx) => {
    const there = await lockCredential(tx, environment.engine, claim.id);
    if (!there || (await credentialIsClaimed(tx, claim.id))) refuseChanged();
    await writePasswordHash(tx, { ...claim, at: await environment.clock.inside(tx) });
  });
  return claim;
}

function refuseChanged(): never {
  refuse({
    code: "conflict",
    message: "This account was changed by somebody else at the same moment.",
    remedy: "Try again with the password of the account.",
  });
}
