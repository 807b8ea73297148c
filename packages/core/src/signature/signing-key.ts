import { type Instant, parseInstant } from "../access/instant.ts";
import { canonicalJson, isJsonArray, isJsonObject, type JsonValue } from "../content/canonical-json.ts";
import { sha256 } from "../content/sha256.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";

/**
 * The public half of a key that a server signs with, as it is published: a JSON Web Key (RFC 7517, 8037) with the time in
 * which it signs. It verifies for ever what it signed in that time.
 */
export interface SigningKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly alg: "EdDSA";
  readonly use: "sig";
  /** The public point, base64url. */
  readonly x: string;
  /** The key's RFC 7638 thumbprint, so that its name says which key it is. */
  readonly kid: string;
  /** `null` for one that is published before it signs. */
  readonly validFrom: Instant | null;
  /** `null` for one that was not retired. */
  readonly validUntil: Instant | null;
}

/** What a server publishes: every key that it ever signed with (RFC 7517). */
export interface SigningKeySet {
  readonly keys: readonly SigningKey[];
}

/** A signing key from its public point. */
export function signingKey(
  x: string,
  validity: { readonly validFrom: Instant | null; readonly validUntil: Instant | null },
): SigningKey {
  const { validFrom, validUntil } = validity;
  return { kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", x, kid: keyThumbprint(x), validFrom, validUntil };
}

/** The thumbprint (RFC 7638, SHA-256) of an Ed25519 key: 43 characters of base64url. */
export function keyThumbprint(x: string): string {
  return toBase64url(sha256(canonicalJson({ crv: "Ed25519", kty: "OKP", x })));
}

/** Whether a text has the form of a thumbprint. */
export function isThumbprint(text: string): boolean {
  return fromBase64url(text)?.length === 32;
}

/** Whether something signed at the moment was signed in the key's time; both ends belong to it. */
export function signsAt(key: SigningKey, at: Instant): boolean {
  if (parseInstant(at) === null || key.validFrom === null) return false;
  return key.validFrom <= at && (key.validUntil === null || at <= key.validUntil);
}

/**
 * Reads one published key; `null` for what is no Ed25519 key for signatures, and for one whose name is not its thumbprint.
 * A key without times, as other tools write them, has signed since ever.
 */
export function readSigningKey(value: JsonValue): SigningKey | null {
  if (!isJsonObject(value) || value["kty"] !== "OKP" || value["crv"] !== "Ed25519") return null;
  const { x, kid, validFrom = EVER, validUntil = null } = value;
  if (typeof x !== "string" || fromBase64url(x)?.length !== 32) return null;
  if (kid !== undefined && kid !== keyThumbprint(x)) return null;
  const [from, until] = [readTime(validFrom), readTime(validUntil)];
  return from === undefined || until === undefined ? null : signingKey(x, { validFrom: from, validUntil: until });
}

/** Reads a published set; `null` where any of its keys cannot be read, so that none is lost in silence. */
export function readSigningKeySet(value: JsonValue): SigningKeySet | null {
  if (!isJsonObject(value)) return null;
  const listed = value["keys"];
  if (listed === undefined || !isJsonArray(listed)) return null;
  const keys = listed.map(readSigningKey);
  const read = keys.filter((key) => key !== null);
  return read.length === keys.length ? { keys: read } : null;
}

/** Before anything was signed. */
const EVER = "1970-01-01T00:00:00.000Z";

function readTime(value: JsonValue): Instant | null | undefined {
  return value === null ? null : (parseInstant(value) ?? undefined);
}
