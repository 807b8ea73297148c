import { createHash, hash, timingSafeEqual } from "node:crypto";
import { randomText } from "../command/identifiers.ts";

/**
 * An API key as its holder keeps it: `csk_<prefix>_<secret><checksum>`. The prefix finds the row, the secret (200 random
 * bits) proves it, the checksum tells a mistyped key from a wrong one without asking the database. Only the SHA-256 of
 * the whole is stored: a secret of this length needs no slow hash.
 */
export interface KeySecret {
  readonly prefix: string;
  readonly text: string;
  readonly hash: string;
}

export function newKeySecret(): KeySecret {
  const prefix = randomText(12);
  const body = `csk_${prefix}_${randomText(40)}`;
  const text = body + checksum(body);
  return { prefix, text, hash: hashSecret(text) };
}

/** The prefix of a well-formed key, or `null`. */
export function prefixOf(text: string): string | null {
  const match = /^(csk_([0-9a-z]{12})_[0-9a-z]{40})([0-9a-f]{6})$/.exec(text);
  if (match === null) return null;
  const [, body, prefix, sum] = match;
  return body !== undefined && prefix !== undefined && checksum(body) === sum ? prefix : null;
}

export function hashSecret(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What is stored of a secret, as bytes. */
export function secretDigest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/** Compares without telling by its time where the difference is. */
export function secretMatches(text: string, storedHash: string): boolean {
  const given = Buffer.from(hashSecret(text), "hex");
  const stored = Buffer.from(storedHash, "hex");
  return given.length === stored.length && timingSafeEqual(given, stored);
}

function checksum(body: string): string {
  return hashSecret(body).slice(0, 6);
}
