import { existsSync, rmSync } from "node:fs";
import { SYSTEM_CHAIN } from "@countersign/core";
import { appendToChain, type EventDraft } from "../audit/audit-store.ts";
import type { Environment } from "../command/environment.ts";
import type { Tx } from "../db/database.ts";
import { readKeyFile, replaceKeyFile } from "./key-source.ts";
import { newPrivateKey, type PrivateKey } from "./private-key.ts";
import { keyEvent } from "./signer.ts";
import { insertSigningKey, readSigningKeyRow, retireSigningKey, startSigningKey } from "./signing-key-store.ts";

/**
 * Makes the key that the next rotation takes and publishes its public half, so that applications that pin keys can
 * learn of it before it signs. Called again it answers the same key.
 */
export async function prepareKey(environment: Environment, file: string): Promise<string> {
  const next = nextKey(file);
  await inSystemChain(environment, async (tx, now) =>
    (await insertSigningKey(tx, { kid: next.kid, x: next.x, validFrom: null, at: now }))
      ? [keyEvent("signing-key.prepare", next.kid)]
      : [],
  );
  return next.kid;
}

/**
 * Lets the prepared key, or a new one, sign instead of the file's. The file is replaced first: a server that starts in
 * between makes the new key known itself, and one that runs reads the file when the database says that its key has ended.
 */
export async function rotateKey(
  environment: Environment,
  file: string,
): Promise<{ readonly retired: string; readonly started: string }> {
  const before = readKeyFile(file);
  const next = nextKey(file);
  replaceKeyFile(file, next);
  await inSystemChain(environment, async (tx, now) => {
    const begun =
      (await insertSigningKey(tx, { kid: next.kid, x: next.x, validFrom: now, at: now })) ||
      (await startSigningKey(tx, next.kid, now));
    const ended = await retireSigningKey(tx, before.kid, now);
    return [
      ...(begun ? [keyEvent("signing-key.start", next.kid)] : []),
      ...(ended ? [keyEvent("signing-key.retire", before.kid)] : []),
    ];
  });
  rmSync(besideOf(file), { force: true });
  return { retired: before.kid, started: next.kid };
}

/** Ends the time of a key, for one that stands in the environment or was lost; false where it has ended or is unknown. */
export async function retireKey(environment: Environment, kid: string): Promise<boolean> {
  let retired = false;
  await inSystemChain(environment, async (tx, now) => {
    const known = await readSigningKeyRow(tx, kid);
    retired = known !== null && (await retireSigningKey(tx, kid, now));
    return retired ? [keyEvent("signing-key.retire", kid)] : [];
  });
  return retired;
}

/** The key that waits beside the file, made where there is none. */
function nextKey(file: string): PrivateKey {
  const beside = besideOf(file);
  if (existsSync(beside)) return readKeyFile(beside);
  const made = newPrivateKey();
  replaceKeyFile(beside, made);
  return made;
}

function besideOf(file: string): string {
  return `${file}.next`;
}

async function inSystemChain(
  environment: Environment,
  write: (tx: Tx, now: string) => Promise<readonly EventDraft[]>,
): Promise<void> {
  const { db, engine, clock } = environment;
  await db.transaction().execute(async (tx) => {
    const now = await clock.inside(tx);
    await appendToChain({ tx, engine, chain: SYSTEM_CHAIN, revision: 0, now }, await write(tx, now));
  });
}
