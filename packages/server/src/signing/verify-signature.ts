import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { SignatureParts, SigningKey } from "@countersign/core";

/** Made once: a key costs more than a verification. */
const made = new WeakMap<SigningKey, KeyObject>();

/** Whether the signature is the key's. */
export async function verifySignature(key: SigningKey, { input, bytes }: SignatureParts): Promise<boolean> {
  let known = made.get(key);
  if (known === undefined) {
    known = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: "jwk" });
    made.set(key, known);
  }
  return verify(null, input, known, bytes);
}
