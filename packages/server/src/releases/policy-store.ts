import {
  type ApprovalPolicy,
  NO_TERMS,
  type PolicyMode,
  type PolicyTerms,
  type PolicyVersion,
  type PolicyVersionRef,
  type Requirement,
  type ResourceKind,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A standing policy with what its row says beside what decides. */
export interface PolicyRow extends ApprovalPolicy {
  readonly managedBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Every standing policy of the organization, by id. */
export async function readPolicies(tx: Tx, organizationId: string): Promise<readonly PolicyRow[]> {
  const rows = await tx
    .selectFrom("policies")
    .innerJoin("policy_versions", (join) =>
      join
        .onRef("policy_versions.organization_id", "=", "policies.organization_id")
        .onRef("policy_versions.policy_id", "=", "policies.id")
        .onRef("policy_versions.number", "=", "policies.current_version"),
    )
    .select([
      "policies.id",
      "policies.scope_id",
      "policies.name",
      // Of the version: the policy's own row says what it protects, which is nothing while it is tried out.
      "policy_versions.label_pattern",
      "policy_versions.kinds",
      "policies.managed_by",
      "policies.created_at",
      "policies.updated_at",
      "policy_versions.number",
      "policy_versions.mode",
      "policy_versions.requirements",
      "policy_versions.terms",
      "policy_versions.approvals",
      "policy_versions.created_at as version_at",
    ])
    .where("policies.organization_id", "=", organizationId)
    .where("policies.deleted_at", "is", null)
    .orderBy("policies.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    scopeId: row.scope_id,
    name: row.name,
    labelPattern: row.label_pattern,
    kinds: parseKinds(row.kinds),
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    current: versionOf({ ...row, policy_id: row.id, created_at: row.version_at }),
  }));
}

/** The given policy versions, whether or not they are still in force. */
export async function readPolicyVersions(
  tx: Tx,
  organizationId: string,
  requestId: string,
): Promise<readonly PolicyVersion[]> {
  const rows = await tx
    .selectFrom("request_policies")
    .innerJoin("policy_versions", (join) =>
      join
        .onRef("policy_versions.organization_id", "=", "request_policies.organization_id")
        .onRef("policy_versions.policy_id", "=", "request_policies.policy_id")
        .onRef("policy_versions.number", "=", "request_policies.number"),
    )
    .select([
      "policy_versions.policy_id",
      "policy_versions.number",
      "policy_versions.mode",
      "policy_versions.requirements",
      "policy_versions.terms",
      "policy_versions.approvals",
      "policy_versions.created_at",
    ])
    .where("request_policies.organization_id", "=", organizationId)
    .where("request_policies.request_id", "=", requestId)
    .orderBy("policy_versions.policy_id")
    .execute();
  return rows.map(versionOf);
}

/** Versions of policies by name, those of policies that went included. */
export async function readNamedVersions(
  tx: Tx,
  organizationId: string,
  refs: readonly PolicyVersionRef[],
): Promise<readonly PolicyVersion[]> {
  const versions: PolicyVersion[] = [];
  for (const { policyId, number } of refs) {
    const row = await tx
      .selectFrom("policy_versions")
      .select(["policy_id", "number", "mode", "requirements", "terms", "approvals", "created_at"])
      .where("organization_id", "=", organizationId)
      .where("policy_id", "=", policyId)
      .where("number", "=", number)
      .executeTakeFirstOrThrow();
    versions.push(versionOf(row));
  }
  return versions;
}

/** Names of policies, those that went included. */
export async function readPolicyNames(tx: Tx, organizationId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom("policies")
    .select(["id", "name"])
    .where("organization_id", "=", organizationId)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface PolicyDraft {
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly mode: PolicyMode;
  readonly requirements: readonly Requirement[];
  readonly terms: PolicyTerms;
  readonly approvals: number;
}

export async function insertPolicy(
  tx: Tx,
  organizationId: string,
  policy: PolicyDraft & {
    readonly id: string;
    readonly scopeId: string;
    readonly name: string;
    readonly by: string;
    readonly at: string;
  },
): Promise<void> {
  await tx
    .insertInto("policies")
    .values({
      organization_id: organizationId,
      id: policy.id,
      scope_id: policy.scopeId,
      name: policy.name,
      label_pattern: protectedPattern(policy),
      kinds: policy.kinds === null ? null : JSON.stringify(policy.kinds),
      current_version: 1,
      created_by: policy.by,
      created_at: policy.at,
      updated_at: policy.at,
    })
    .execute();
  await insertPolicyVersion(tx, organizationId, policy.id, 1, policy, policy);
}

/** Gives a policy its next version, which is in force from now on. */
export async function replacePolicyVersion(
  tx: Tx,
  organizationId: string,
  policyId: string,
  number: number,
  draft: PolicyDraft,
  made: { readonly by: string; readonly at: string },
): Promise<void> {
  await insertPolicyVersion(tx, organizationId, policyId, number, draft, made);
  await tx
    .updateTable("policies")
    .set({
      label_pattern: protectedPattern(draft),
      kinds: draft.kinds === null ? null : JSON.stringify(draft.kinds),
      current_version: number,
      updated_at: made.at,
    })
    .where("organization_id", "=", organizationId)
    .where("id", "=", policyId)
    .execute();
}

/** Ends a policy; its versions stay. */
export async function endPolicy(tx: Tx, organizationId: string, policyId: string, at: string): Promise<void> {
  await tx
    .updateTable("policies")
    .set({ deleted_at: at, updated_at: at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", policyId)
    .execute();
}

async function insertPolicyVersion(
  tx: Tx,
  organizationId: string,
  policyId: string,
  number: number,
  draft: PolicyDraft,
  made: { readonly by: string; readonly at: string },
): Promise<void> {
  await tx
    .insertInto("policy_versions")
    .values({
      organization_id: organizationId,
      policy_id: policyId,
      number,
      label_pattern: draft.labelPattern,
      kinds: draft.kinds === null ? null : JSON.stringify(draft.kinds),
      mode: draft.mode,
      requirements: JSON.stringify(draft.requirements),
      terms: JSON.stringify(draft.terms),
      approvals: draft.approvals,
      created_by: made.by,
      created_at: made.at,
    })
    .execute();
}

function versionOf(row: {
  readonly policy_id: string;
  readonly number: number;
  readonly mode: PolicyMode;
  readonly requirements: string;
  readonly terms: string | null;
  readonly approvals: number;
  readonly created_at: string;
}): PolicyVersion {
  const requirements: readonly Requirement[] = JSON.parse(row.requirements); // written by `insertPolicyVersion` alone
  return {
    policyId: row.policy_id,
    number: row.number,
    mode: row.mode,
    requirements,
    terms: parseTerms(row.terms),
    approvals: row.approvals,
    createdAt: row.created_at,
  };
}

/** What the database's guards protect for a policy: nothing while it is tried out. No label matches the empty pattern. */
function protectedPattern({ mode, labelPattern }: Pick<PolicyDraft, "mode" | "labelPattern">): string {
  return mode === "enforce" ? labelPattern : "";
}

function parseTerms(json: string | null): PolicyTerms {
  if (json === null) return NO_TERMS;
  const terms: PolicyTerms = JSON.parse(json); // written by `insertPolicyVersion` alone
  return terms;
}

function parseKinds(json: string | null): readonly ResourceKind[] | null {
  if (json === null) return null;
  const kinds: readonly ResourceKind[] = JSON.parse(json); // written by the functions above alone
  return kinds;
}
