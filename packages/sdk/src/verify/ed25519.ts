import { fromBase64url, type SignatureParts, type SigningKey } from "@countersign/core";

/** Imported once: an import costs more than a verification. */
const imported = new WeakMap<SigningKey, Promise<CryptoKey>>();

/**
 * Whether the signature is the key's. Rejects where the platform has no Ed25519: a browser that is too old, or a page that
 * was not loaded over https.
 */
export async function verifyEd25519(key: SigningKey, { input, bytes }: SignatureParts): Promise<boolean> {
  let known = imported.get(key);
  if (known === undefined) {
    known = importKey(key);
    imported.set(key, known);
  }
  return crypto.subtle.verify("Ed25519", await known, owned(bytes), owned(input));
}

function importKey({ x }: SigningKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", owned(fromBase64url(x) ?? new Uint8Array()), "Ed25519", false, ["verify"]);
}

/** The platform's types ask for bytes that no other thread shares. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}
