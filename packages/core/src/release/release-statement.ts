import { type Instant, parseInstant } from "../access/instant.ts";
import { isResourceKind, type ResourceKind } from "../access/scope.ts";
import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "../content/canonical-json.ts";
import { isReleaseFlag, type ReleaseFlag } from "./release-flag.ts";
import { isReleaseKind, type ReleaseKind } from "./release-kind.ts";

/** The newest format of a statement. A reader refuses those that it does not know. */
export const STATEMENT_FORMAT = 1;

/**
 * What a release says of itself and its server signs: what is served where from when on, and by whose approvals. It is
 * written with the release and never changes.
 */
export interface ReleaseStatement {
  readonly format: 1;
  readonly organizationId: string;
  /** The workspace with the name that applications fetched it by. */
  readonly workspace: { readonly id: string; readonly name: string };
  readonly resource: { readonly id: string; readonly kind: ResourceKind; readonly path: string };
  readonly label: string;
  readonly releaseId: string;
  /** One higher with each release of the label; a rollback has a higher one too. */
  readonly sequence: number;
  readonly kind: ReleaseKind;
  readonly flags: readonly ReleaseFlag[];
  /** One of weight 1 where everybody gets the same, none when withdrawn. */
  readonly serves: readonly StatedServing[];
  readonly requestId: string | null;
  /** The reviews that counted, and whose they are. */
  readonly approvals: readonly { readonly reviewId: string; readonly reviewerId: string }[];
  /** The policy versions that were satisfied. */
  readonly policies: readonly { readonly policyId: string; readonly number: number }[];
  /** Digest over what these policy versions ask for; `null` where there are none. */
  readonly policyDigest: string | null;
  readonly releasedBy: string;
  /** When it was released. */
  readonly at: Instant;
  /** When it was signed: the same, but for what is `signed-later`. */
  readonly signedAt: Instant;
}

/** A version that a release serves, and to whom. */
export interface StatedServing {
  readonly versionId: string;
  /** Number of the version in its resource. */
  readonly number: number;
  readonly digest: string;
  readonly weight: number;
  readonly segment: string | null;
}

/** The text that is signed: the statement's canonical JSON (RFC 8785). */
export function encodeStatement(statement: ReleaseStatement): string {
  const { workspace, resource } = statement;
  return canonicalJson({
    format: statement.format,
    organizationId: statement.organizationId,
    workspace: { id: workspace.id, name: workspace.name },
    resource: { id: resource.id, kind: resource.kind, path: resource.path },
    label: statement.label,
    releaseId: statement.releaseId,
    sequence: statement.sequence,
    kind: statement.kind,
    flags: statement.flags,
    serves: statement.serves.map(({ versionId, number, digest, weight, segment }) => ({
      versionId,
      number,
      digest,
      weight,
      segment,
    })),
    requestId: statement.requestId,
    approvals: statement.approvals.map(({ reviewId, reviewerId }) => ({ reviewId, reviewerId })),
    policies: statement.policies.map(({ policyId, number }) => ({ policyId, number })),
    policyDigest: statement.policyDigest,
    releasedBy: statement.releasedBy,
    at: statement.at,
    signedAt: statement.signedAt,
  });
}

/** Reads a statement; `null` for a text that no statement of this format has, one that is not canonical among them. */
export function readStatement(text: string): ReleaseStatement | null {
  try {
    // The standard library types parsed JSON as `any`; JSON is what it is.
    const value: JsonValue = JSON.parse(text);
    const statement = isJsonObject(value) ? statementIn(value) : null;
    return statement !== null && encodeStatement(statement) === text ? statement : null;
  } catch {
    // Neither JSON nor canonical: that it cannot be read is the answer, whatever the parser says.
    return null;
  }
}

/** Throws where a member is of another type; the one caller answers `null` for it. */
function statementIn(value: JsonObject): ReleaseStatement | null {
  if (value["format"] !== STATEMENT_FORMAT) return null;
  const workspace = object(value["workspace"]);
  const resource = object(value["resource"]);
  const [kind, resourceKind] = [text(value["kind"]), text(resource["kind"])];
  const flags = list(value["flags"]).map(text);
  if (!isReleaseKind(kind) || !isResourceKind(resourceKind) || !flags.every(isReleaseFlag)) return null;
  return {
    format: 1,
    organizationId: text(value["organizationId"]),
    workspace: { id: text(workspace["id"]), name: text(workspace["name"]) },
    resource: { id: text(resource["id"]), kind: resourceKind, path: text(resource["path"]) },
    label: text(value["label"]),
    releaseId: text(value["releaseId"]),
    sequence: count(value["sequence"]),
    kind,
    flags,
    serves: list(value["serves"]).map((entry) => servingIn(object(entry))),
    requestId: textOrNull(value["requestId"]),
    approvals: list(value["approvals"]).map((entry) => {
      const approval = object(entry);
      return { reviewId: text(approval["reviewId"]), reviewerId: text(approval["reviewerId"]) };
    }),
    policies: list(value["policies"]).map((entry) => {
      const policy = object(entry);
      return { policyId: text(policy["policyId"]), number: count(policy["number"]) };
    }),
    policyDigest: textOrNull(value["policyDigest"]),
    releasedBy: text(value["releasedBy"]),
    at: instant(value["at"]),
    signedAt: instant(value["signedAt"]),
  };
}

function servingIn(entry: JsonObject): StatedServing {
  const { weight } = entry;
  if (typeof weight !== "number") throw wrongType;
  return {
    versionId: text(entry["versionId"]),
    number: count(entry["number"]),
    digest: text(entry["digest"]),
    weight,
    segment: textOrNull(entry["segment"]),
  };
}

const wrongType = new TypeError("A member of the statement is of another type.");

function object(value: JsonValue | undefined): JsonObject {
  if (value === undefined || !isJsonObject(value)) throw wrongType;
  return value;
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || !isJsonArray(value)) throw wrongType;
  return value;
}

function text(value: JsonValue | undefined): string {
  if (typeof value !== "string") throw wrongType;
  return value;
}

function textOrNull(value: JsonValue | undefined): string | null {
  return value === null ? null : text(value);
}

function count(value: JsonValue | undefined): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw wrongType;
  return value;
}

function instant(value: JsonValue | undefined): Instant {
  const read = parseInstant(value);
  if (read === null) throw wrongType;
  return read;
}
