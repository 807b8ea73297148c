import { err, ok, type Result } from "../result.ts";

declare const digestBrand: unique symbol;

/** `sha256:` and 64 lower-case hexadecimal digits. Only {@link isDigest} and what uses it make one. */
export type Digest = `sha256:${string}` & { readonly [digestBrand]: true };

/** Whether a text has the form of a digest. */
export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Reads a digest; the error is a sentence for people. */
export function parseDigest(text: string): Result<Digest, string> {
  return isDigest(text)
    ? ok(text)
    : err(`"${text.slice(0, 80)}" is no digest; it must be "sha256:" and 64 digits of 0-9 and a-f.`);
}
