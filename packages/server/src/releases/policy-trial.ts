import {
  assessRequest,
  blockersOf,
  type NameOf,
  type PolicyTrialRecord,
  type PolicyVersion,
  type ResourceKind,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { readPolicies } from "./policy-store.ts";
import { insertTrial, listTrials, type TrialBlocker } from "./policy-trial-store.ts";
import { type RequestStanding, readSharedFacts, type SharedFacts } from "./request-facts.ts";
import { policiesAt } from "./target-address.ts";

/** How many trials of a policy are shown. */
const shownTrials = 50;

/** Notes what each policy that is tried out at the address would have held this publication up by. */
export async function recordTrials(command: Command, standing: RequestStanding, releaseId: string): Promise<void> {
  if (standing.trials.length === 0) return;
  const shared = await readSharedFacts(command);
  for (const version of standing.trials) {
    const input = {
      ...standing.input,
      policies: { atOpening: [], now: [version] },
      people: null,
      nameOf: withoutPeople(command, shared),
    };
    const blockers = blockersOf(input, assessRequest(input, command.now), command.now);
    await note(command, version, releaseId, standing.target.scopeId, blockers);
  }
}

/** Notes, for a release without a request, what the policies that are tried out there would have said: ask first. */
export async function recordDirectTrials(
  command: Command,
  release: {
    readonly id: string;
    readonly resourceId: string;
    readonly label: string;
    readonly kind: ResourceKind;
  },
): Promise<void> {
  const policies = await readPolicies(command.tx, command.organizationId);
  for (const { current } of policiesAt(
    command,
    policies,
    release.resourceId,
    release.label,
    release.kind,
    "evaluate",
  )) {
    await note(command, current, release.id, release.resourceId, [
      { code: "no_request", message: "It was released without a request that anybody had approved." },
    ]);
  }
}

/** What a policy would have held up lately, as far as one sees the resources. */
export async function policyTrials(
  reading: Reading,
  policyId: string,
): Promise<{ readonly items: readonly PolicyTrialRecord[] }> {
  const rows = await listTrials(reading.tx, reading.organizationId, policyId, shownTrials);
  return {
    items: rows
      .filter(({ resourceId, label }) => {
        const scope = reading.state.scopes.get(resourceId);
        if (scope?.type !== "resource") return false;
        return reading.may(`${scope.kind}:view`, resourceId) || reading.may(`${scope.kind}:use`, resourceId, label);
      })
      .map(({ number, ...trial }) => ({
        ...trial,
        policyVersion: number,
        blockers: trial.blockers.map(({ message }) => message),
      })),
  };
}

async function note(
  command: Command,
  version: PolicyVersion,
  releaseId: string,
  scopeId: string,
  blockers: readonly TrialBlocker[],
): Promise<void> {
  if (blockers.length === 0) return;
  await insertTrial(command.tx, command.organizationId, {
    id: newId("trl"),
    policyId: version.policyId,
    number: version.number,
    releaseId,
    blockers: blockers.map(({ code, message }) => ({ code, message })),
    at: command.now,
  });
  command.record({
    action: "policy.would-block",
    target: { type: "policy", id: version.policyId },
    scopeId,
    details: { releaseId, number: version.number, blockers: blockers.map(({ code }) => code) },
  });
}

/** What is written down is read by others: it names no person. */
function withoutPeople({ state }: Command, { nameOf }: SharedFacts): NameOf {
  return (type, id) =>
    type === "principal" && state.principals.get(id)?.type !== "service-account" ? "a named person" : nameOf(type, id);
}
