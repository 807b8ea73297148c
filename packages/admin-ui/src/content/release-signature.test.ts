import {
  encodeStatement,
  type ReleaseFlag,
  type ReleaseStatement,
  type SignatureType,
  type SignedText,
  signatureHeader,
  toBase64url,
} from "@countersign/core";
import { expect, it } from "vitest";
import { type ReleaseSignature, signatureIn, signatureOfRelease } from "./release-signature.ts";

const at = "2026-03-01T10:00:00.000Z";
const keyId = "GhK3vI5YvXlQJzWAOHfOrsPYCC8DJmeGPFkpMRIjMFo";

function statement(flags: readonly ReleaseFlag[], signedAt = at): string {
  return encodeStatement({
    format: 1,
    organizationId: "org_1",
    workspace: { id: "wsp_1", name: "production" },
    resource: { id: "res_1", kind: "prompt", path: "greeting" },
    label: "live",
    releaseId: "rel_1",
    sequence: 1,
    kind: "approved",
    flags,
    serves: [{ versionId: "ver_1", number: 1, digest: "sha256:ab", weight: 1, segment: null }],
    requestId: null,
    approvals: [],
    policies: [],
    policyDigest: null,
    releasedBy: "usr_1",
    at,
    signedAt,
  } satisfies ReleaseStatement);
}

function signed(text: string, type: SignatureType = "release"): SignedText {
  const header = toBase64url(new TextEncoder().encode(JSON.stringify(signatureHeader(type, keyId))));
  return { statement: text, signature: `${header}..${toBase64url(new Uint8Array(64))}` };
}

const later = "2026-05-01T10:00:00.000Z";

it.each<readonly [string, SignedText | null, ReleaseSignature]>([
  ["by which key", signed(statement(["reviewed"])), { type: "signed", keyId }],
  [
    "that it was signed later, and when",
    signed(statement(["reviewed", "signed-later"], later)),
    { type: "signed-later", keyId, signedAt: later },
  ],
  ["that nothing is signed", null, { type: "unsigned" }],
  ["nothing of a key where the statement is none", signed("{}"), { type: "unreadable" }],
  ["nothing of a key that signed a checkpoint", signed(statement(["reviewed"]), "checkpoint"), { type: "unreadable" }],
])("says of what is served %s", (_, text, given) => {
  expect(signatureIn(text)).toEqual(given);
});

it("does not call unsigned what the viewer may not see", () => {
  expect(signatureOfRelease({ signed: null, historyShown: false })).toEqual({ type: "withheld" });
  expect(signatureOfRelease({ signed: null, historyShown: true })).toEqual({ type: "unsigned" });
});
