import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from "node:crypto";
import { err, keyThumbprint, ok, type Result } from "@countersign/core";

/** The secret half of an Ed25519 key, as a JSON Web Key (RFC 8037). It never leaves the process but into its own file. */
export interface PrivateKey {
  readonly kid: string;
  /** The public point, base64url. */
  readonly x: string;
  /** The secret, base64url. */
  readonly d: string;
}

/** A new key. */
export function newPrivateKey(): PrivateKey {
  const made = privateKeyIn(generateKeyPairSync("ed25519").privateKey);
  if (made === null) throw new Error("Node made no Ed25519 key.");
  return made;
}

/** Reads a key from a JSON Web Key or from PEM (PKCS #8). The error is the end of a sentence and never repeats the key. */
export function parsePrivateKey(text: string): Result<PrivateKey, string> {
  try {
    const trimmed = text.trim();
    const key = trimmed.startsWith("{")
      ? createPrivateKey({ key: webKeyIn(trimmed), format: "jwk" })
      : createPrivateKey(trimmed);
    const read = privateKeyIn(key);
    return read === null ? err("holds no Ed25519 key") : ok(read);
  } catch {
    return err("holds no private key, neither as a JSON Web Key nor as PEM");
  }
}

/** A key as its file holds it. */
export function formatPrivateKey({ kid, x, d }: PrivateKey): string {
  return `${JSON.stringify({ kty: "OKP", crv: "Ed25519", kid, x, d })}\n`;
}

function webKeyIn(text: string): JsonWebKey {
  const key: JsonWebKey = JSON.parse(text); // whatever it is, `createPrivateKey` refuses what is no key
  return key;
}

function privateKeyIn(key: KeyObject): PrivateKey | null {
  if (key.asymmetricKeyType !== "ed25519") return null;
  const { x, d } = key.export({ format: "jwk" });
  return x === undefined || d === undefined ? null : { kid: keyThumbprint(x), x, d };
}
