import { type Refusal, type SignatureType, SYSTEM_CHAIN, signatureHeader, utf8Bytes } from "@countersign/core";
import { type CryptoKey, FlattenedSign, importJWK } from "jose";
import { appendToChain, type EventDraft } from "../audit/audit-store.ts";
import type { Clock } from "../command/clock.ts";
import { newRequestId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import type { Database, Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import type { KeySource } from "./key-source.ts";
import { insertSigningKey, readSigningKeyRow, startSigningKey } from "./signing-key-store.ts";

/** A detached signature and the key that it was made with. */
export interface Signature {
  readonly keyId: string;
  readonly signature: string;
}

/**
 * Signs what this server writes. Whether its key may still sign is asked of the database inside the transaction that
 * signs, so a key that was retired on the command line signs nothing more, and its successor is read from the file
 * without a restart.
 */
export class Signer {
  readonly #source: KeySource;
  #loaded: Promise<LoadedKey> | null = null;

  constructor(source: KeySource) {
    this.#source = source;
  }

  /** Makes the key known, and lets it sign, where it is not yet. */
  async start(db: Database, engine: Engine, clock: Clock): Promise<void> {
    const { kid, x } = await this.#key();
    await db.transaction().execute(async (tx) => {
      const known = await readSigningKeyRow(tx, kid);
      if (known !== null && known.validFrom !== null) return;
      const now = await clock.inside(tx);
      const begun =
        known === null
          ? await insertSigningKey(tx, { kid, x, validFrom: now, at: now })
          : await startSigningKey(tx, kid, now);
      if (!begun) return;
      await appendToChain({ tx, engine, chain: SYSTEM_CHAIN, revision: 0, now }, [keyEvent("signing-key.start", kid)]);
    });
  }

  /**
   * Signs a text in the given transaction.
   *
   * @throws the refusal `unavailable` where the key was retired and no other is at hand.
   */
  async sign(tx: Tx, type: SignatureType, statement: string): Promise<Signature> {
    const key = await this.#keyInUse(tx);
    const jws = await new FlattenedSign(utf8Bytes(statement))
      .setProtectedHeader(signatureHeader(type, key.kid))
      .sign(key.secret);
    return { keyId: key.kid, signature: `${jws.protected ?? ""}..${jws.signature}` };
  }

  async #keyInUse(tx: Tx): Promise<LoadedKey> {
    const key = await this.#key();
    if (await isInUse(tx, key.kid)) return key;
    this.#loaded = null;
    const next = await this.#key();
    return (await isInUse(tx, next.kid)) ? next : refuse(retired);
  }

  #key(): Promise<LoadedKey> {
    this.#loaded ??= load(this.#source);
    return this.#loaded;
  }
}

/** What happened to a key, as the system's chain says it. */
export function keyEvent(
  action: "signing-key.prepare" | "signing-key.start" | "signing-key.retire",
  kid: string,
): EventDraft {
  return {
    action,
    actor: { type: "system", principalId: null, keyId: null },
    target: { type: "signing-key", id: kid },
    scopeId: null,
    outcome: { outcome: "done" },
    requestId: newRequestId(),
    details: {},
  };
}

interface LoadedKey {
  readonly kid: string;
  readonly x: string;
  readonly secret: CryptoKey | Uint8Array;
}

async function load(source: KeySource): Promise<LoadedKey> {
  const { kid, x, d } = source.read();
  return { kid, x, secret: await importJWK({ kty: "OKP", crv: "Ed25519", x, d }, "EdDSA") };
}

async function isInUse(tx: Tx, kid: string): Promise<boolean> {
  const known = await readSigningKeyRow(tx, kid);
  return known !== null && known.validFrom !== null && known.validUntil === null;
}

const retired: Refusal = {
  code: "unavailable",
  message: "The key that this server signs with was retired, and it has no other.",
  remedy: "Give it the new key, and restart it where the key stands in the environment.",
};
