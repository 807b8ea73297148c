import { isJsonObject, type JsonValue } from "../content/canonical-json.ts";
import { utf8Bytes } from "../content/utf8.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";

/** What is signed, by the `typ` of its signature's header, so that no signature passes for one of another thing. */
export const signatureTypes = {
  release: "countersign-release+json",
  checkpoint: "countersign-checkpoint+json",
  export: "countersign-export+json",
} as const;

export type SignatureType = keyof typeof signatureTypes;

/** A text with the signature over its UTF-8 bytes: a compact JWS without its payload (RFC 7515, appendix F). */
export interface SignedText {
  readonly statement: string;
  readonly signature: string;
}

/** A signature taken apart, to be verified: Ed25519 over `input` by the key `kid`. */
export interface SignatureParts {
  readonly kid: string;
  readonly input: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * Takes a detached signature apart; `null` for one that is not exactly what a server writes: another algorithm, another
 * type, a header with anything more in it, another spelling.
 */
export function readSignature(type: SignatureType, { statement, signature }: SignedText): SignatureParts | null {
  const [header = "", payload, encoded = "", ...more] = signature.split(".");
  if (payload !== "" || more.length > 0) return null;
  const kid = readHeader(header, signatureTypes[type]);
  const bytes = fromBase64url(encoded);
  if (kid === null || bytes?.length !== 64) return null;
  return { kid, input: utf8Bytes(`${header}.${toBase64url(utf8Bytes(statement))}`), bytes };
}

/** The protected header of a signature: these members, in this order. */
export function signatureHeader(type: SignatureType, kid: string) {
  return { alg: "EdDSA", kid, typ: signatureTypes[type] } as const;
}

function readHeader(encoded: string, typ: string): string | null {
  const bytes = fromBase64url(encoded);
  if (bytes === null) return null;
  try {
    // The standard library types parsed JSON as `any`; JSON is what it is.
    const header: JsonValue = JSON.parse(String.fromCharCode(...bytes));
    if (!isJsonObject(header) || Object.keys(header).length !== 3) return null;
    const { alg, kid } = header;
    return alg === "EdDSA" && header["typ"] === typ && typeof kid === "string" ? kid : null;
  } catch {
    return null;
  }
}
