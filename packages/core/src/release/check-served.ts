import type { Instant } from "../access/instant.ts";
import type { ResourceKind } from "../access/scope.ts";
import type { ServedResource } from "../api/resource-api.ts";
import { servedDigest } from "../content/content-digest.ts";
import { type SigningKey, signsAt } from "../signature/signing-key.ts";
import type { ReleaseFlag } from "./release-flag.ts";
import type { ReleaseStatement } from "./release-statement.ts";

/** Why something served is not what its release says, or is not what was asked for. */
export const verificationCodes = {
  unsigned: "No statement came with it.",
  unreadable: "Its statement or signature is none that this version can read.",
  "unknown-key": "None of the keys that are trusted signed it.",
  "expired-key": "The key that signed it was not in use at that time.",
  "bad-signature": "The signature is not that of the statement.",
  "wrong-organization": "It is a release of another organization.",
  "wrong-address": "It is a release of another address.",
  "wrong-label": "It is a release of another label.",
  "wrong-digest": "The content is none that the release serves.",
  contradiction: "What came with the content is not what the release says.",
  refused: "The application refuses releases of this sort.",
  "sequence-back": "It is older than what this address served already.",
  unavailable: "The keys could not be had, or this platform cannot verify.",
} as const satisfies Record<string, string>;

export type VerificationCode = keyof typeof verificationCodes;

/** What is wrong, for programs and for people. */
export interface VerificationProblem {
  readonly code: VerificationCode;
  readonly message: string;
  readonly remedy: string;
}

/** What the application asked for. */
export interface AskedAddress {
  readonly kind: ResourceKind;
  /** The workspace's name. */
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
}

/** The newest release that was seen at an address. */
export interface SeenRelease {
  readonly resourceId: string;
  readonly releaseId: string;
  readonly sequence: number;
  readonly at: Instant;
}

/** What an application demands of what it is served. */
export interface ServedExpectation {
  readonly asked: AskedAddress;
  /** `null` for whichever organization; then another one's release of an address of the same names is taken. */
  readonly organizationId: string | null;
  readonly refuse: readonly ReleaseFlag[];
  /** What this address served before; `null` the first time. */
  readonly seen: SeenRelease | null;
}

/**
 * Compares what was served with the statement of its release, and both with what was asked for. The statement's signature
 * was verified with the key before. `null`: every member of the answer is what the release says.
 */
export function checkServed(
  served: ServedResource,
  statement: ReleaseStatement,
  key: SigningKey,
  expected: ServedExpectation,
): VerificationProblem | null {
  const { asked, organizationId, refuse, seen } = expected;
  const { workspace, resource, label } = statement;
  const address = `${workspace.name}/${resource.path}`;
  if (!signsAt(key, statement.signedAt)) {
    return problem("expired-key", `The key ${key.kid} was not in use at ${statement.signedAt}.`, releaseAgain);
  }
  if (organizationId !== null && statement.organizationId !== organizationId) {
    return problem("wrong-organization", `It was released in the organization ${statement.organizationId}.`, suspect);
  }
  if (workspace.name !== asked.workspace || resource.path !== asked.path || resource.kind !== asked.kind) {
    return problem("wrong-address", `It was released for the ${resource.kind} ${address}.`, releaseAgain);
  }
  if (label !== asked.label) return problem("wrong-label", `It was released for the label ${label}.`, suspect);
  const digest = digestOrNull(resource.kind, served);
  const serving = statement.serves.find((one) => one.digest === digest);
  if (serving === undefined) {
    return problem("wrong-digest", `Its digest is ${digest ?? "none"}, which the release does not serve.`, suspect);
  }
  const said = {
    workspace: workspace.name,
    path: resource.path,
    kind: resource.kind,
    label,
    version: serving.number,
    digest: serving.digest,
    sequence: statement.sequence,
    unreviewed: statement.flags.includes("unreviewed"),
    releasedAt: statement.at,
  } satisfies Omit<ServedResource, "content" | "release">;
  const other = memberNames.find((name) => served[name] !== said[name]);
  if (other !== undefined) {
    return problem(
      "contradiction",
      `"${other}" is ${JSON.stringify(served[other])}, and ${JSON.stringify(said[other])} was signed.`,
      suspect,
    );
  }
  const unwanted = statement.flags.find((flag) => refuse.includes(flag));
  if (unwanted !== undefined) {
    return problem("refused", `The release is ${unwanted}.`, "Have it reviewed and released anew.");
  }
  return seen === null ? null : backwards(statement, seen);
}

/** Whether the address went back in time. A rollback does not: it is a release of its own, with a higher sequence. */
function backwards(statement: ReleaseStatement, seen: SeenRelease): VerificationProblem | null {
  const sameLabel = statement.resource.id === seen.resourceId;
  const before = sameLabel
    ? statement.sequence < seen.sequence ||
      (statement.sequence === seen.sequence && statement.releaseId !== seen.releaseId)
    : statement.at <= seen.at;
  if (!before) return null;
  return problem(
    "sequence-back",
    `It is release ${statement.sequence} of ${statement.at}, and release ${seen.sequence} of ${seen.at} was served here already.`,
    "Find out who serves an old release: a restored database, a stale copy, or somebody on the way.",
  );
}

/** The newest release of an address, once this one was accepted. */
export function seenAfter(statement: ReleaseStatement): SeenRelease {
  const { resource, releaseId, sequence, at } = statement;
  return { resourceId: resource.id, releaseId, sequence, at };
}

const memberNames = [
  "workspace",
  "path",
  "kind",
  "label",
  "version",
  "digest",
  "sequence",
  "unreviewed",
  "releasedAt",
] as const;

const suspect = "Do not use it; somebody may have changed it in the database or on the way.";
const releaseAgain = "Release it again at this address, under a key that is in use.";

/** What has no canonical JSON has no digest, so it never has the signed one. */
function digestOrNull(kind: ResourceKind, served: ServedResource): string | null {
  try {
    return servedDigest(kind, served.content);
  } catch {
    return null;
  }
}

/** A problem in whole sentences. */
export function problem(code: VerificationCode, detail: string, remedy: string): VerificationProblem {
  return { code, message: `${verificationCodes[code]} ${detail}`, remedy };
}
