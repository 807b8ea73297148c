import { type ReleaseRecord, readSignature, readStatement, type SignedText } from "@countersign/core";

/** Whether a release carries a signature, and by which key. What the server says: it is verified where it is fetched. */
export type ReleaseSignature =
  | { readonly type: "signed"; readonly keyId: string }
  /** Signed on the host's command line, after it was released. */
  | { readonly type: "signed-later"; readonly keyId: string; readonly signedAt: string }
  /** A text that is no signed statement of a release. */
  | { readonly type: "unreadable" }
  | { readonly type: "unsigned" }
  /** The viewer may see what is served alone, so nothing is known of its signature. */
  | { readonly type: "withheld" };

/** The words for each, the key aside. */
export const signatureWords: Readonly<Record<ReleaseSignature["type"], string>> = {
  signed: "signed",
  "signed-later": "signed later",
  unreadable: "signature unreadable",
  unsigned: "not signed",
  withheld: "not shown to you",
};

/** The signature of a release in a list. */
export function signatureOfRelease(release: Pick<ReleaseRecord, "signed" | "historyShown">): ReleaseSignature {
  return release.historyShown ? signatureIn(release.signed) : { type: "withheld" };
}

/** The signature of what is served; `null` is one that was never made. */
export function signatureIn(signed: SignedText | null): ReleaseSignature {
  if (signed === null) return { type: "unsigned" };
  const keyId = readSignature("release", signed)?.kid;
  const statement = readStatement(signed.statement);
  if (keyId === undefined || statement === null) return { type: "unreadable" };
  return statement.flags.includes("signed-later")
    ? { type: "signed-later", keyId, signedAt: statement.signedAt }
    : { type: "signed", keyId };
}
