import { describeCheck, describeRequirement, describeTerms, type PolicyRecord } from "@countersign/core";
import { readPrincipalRefs } from "../access/principal-names.ts";
import { scopeRef } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import { knownRequirement } from "./known-requirement.ts";
import { candidatesAt } from "./policy-candidates.ts";
import { readOpenProposals, readProposalReviews } from "./policy-proposal-store.ts";
import type { PolicyRow } from "./policy-store.ts";
import { proposalRecord } from "./proposal-record.ts";
import { standingOfProposal } from "./proposal-standing.ts";
import { readSharedFacts } from "./request-facts.ts";
import { readPeopleBehind } from "./standing-behind.ts";

/**
 * Policies as their pages show them.
 *
 * @param at where people are counted who could satisfy each; the policy's own scope where none is named
 */
export async function policyRecords(
  reading: Reading,
  rows: readonly PolicyRow[],
  at?: string,
): Promise<readonly PolicyRecord[]> {
  const shared = await readSharedFacts(reading);
  const proposals = await readOpenProposals(reading.tx, reading.organizationId);
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, [
    ...proposals.map(({ proposedBy }) => proposedBy),
    ...reading.state.principals.keys(),
  ]);
  const reviews = await readProposalReviews(
    reading.tx,
    reading.organizationId,
    proposals.map(({ id }) => id),
  );
  const peopleBehind = proposals.length === 0 ? (id: string) => [id] : await readPeopleBehind(reading);
  return rows.map((policy) => {
    const place = at ?? policy.scopeId;
    const { requirements, terms, mode } = policy.current;
    const candidates = candidatesAt(reading, requirements, policy.kinds, place);
    const proposal = proposals.find(({ policyId }) => policyId === policy.id);
    return {
      id: policy.id,
      name: policy.name,
      scope: scopeRef(reading.state, policy.scopeId),
      labelPattern: policy.labelPattern,
      kinds: policy.kinds,
      version: policy.current.number,
      mode,
      requirements: requirements.map((requirement, index) => ({
        requirement: knownRequirement(reading, policy.scopeId, requirement),
        text: describeRequirement(requirement, shared.nameOf),
        eligibleCount: candidates.requirements[index]?.candidates ?? 0,
      })),
      satisfiable: candidates.satisfiable,
      owners: terms.owners.map(({ pattern, requirement }) => ({
        pattern,
        requirement: knownRequirement(reading, policy.scopeId, requirement),
        text: describeRequirement(requirement, shared.nameOf),
        eligibleCount: candidatesAt(reading, [requirement], policy.kinds, place).requirements[0]?.candidates ?? 0,
      })),
      checks: terms.checks.map((check) => ({
        check,
        text: describeCheck(check, shared.nameOf("principal", check.serviceAccountId)),
      })),
      reviewDays: terms.reviewDays,
      waiting: terms.waiting,
      freezes: terms.freezes,
      termTexts: describeTerms(terms, shared.nameOf),
      proposal:
        proposal === undefined
          ? null
          : proposalRecord(
              reading,
              policy,
              proposal,
              standingOfProposal(reading, policy, proposal, reviews, shared, peopleBehind),
              shared,
              refs,
            ),
      createdAt: policy.createdAt,
      updatedAt: policy.updatedAt,
    };
  });
}
