import {
  decideEmergency,
  type EmergencyRecord,
  isDigest,
  kindPermission,
  type LabelPosition,
  parseLabel,
  type ReleaseTarget,
  type ResourceKind,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { insertNotifications } from "../notifications/notification-store.ts";
import { keepContributors } from "../releases/contributor-finder.ts";
import { readLineageVersion } from "../releases/contributor-store.ts";
import { readPolicies } from "../releases/policy-store.ts";
import { resourceOfTarget, versionOfTarget } from "../releases/published-version.ts";
import { recordRelease } from "../releases/release-service.ts";
import { readPosition } from "../releases/release-store.ts";
import { writeRelease } from "../releases/release-writing.ts";
import { peopleOf, readSharedFacts } from "../releases/request-facts.ts";
import { standingOf } from "../releases/request-reading.ts";
import { containerOf, placeOf, policiesOfLabel } from "../releases/target-address.ts";
import { emergencyRecord } from "./emergency-records.ts";
import { readEmergencyStanding } from "./emergency-standing.ts";
import { addEmergencyContributors, insertEmergency, listEmergencyRows, readEmergency } from "./emergency-store.ts";

const day = 24 * 60 * 60 * 1000;

/** Why somebody goes past the policies. */
interface Cause {
  readonly reason: string;
  readonly incident: string;
}

/** Lets a protected label serve a version of its resource without the approvals, in an emergency. */
export async function releaseVersionInEmergency(
  command: Command,
  input: Cause & {
    readonly resourceId: string;
    readonly label: string;
    readonly versionId: string;
    readonly expectedSequence?: number | undefined;
  },
): Promise<EmergencyRecord> {
  const { tx, organizationId, state } = command;
  const scope = state.scopes.get(input.resourceId);
  if (scope?.type !== "resource") refuse(notFound);
  const label = parseLabel(input.label);
  if (!label.ok) refuse(label.error);
  const version = await readLineageVersion(tx, organizationId, input.versionId);
  if (version === null || version.resourceId !== input.resourceId) refuse(notFound);
  const current = await readPosition(tx, organizationId, input.resourceId, label.value);
  const going = {
    kind: scope.kind,
    scopeId: input.resourceId,
    resourceId: input.resourceId,
    target: { ...placeOf(command, input.resourceId), label: label.value },
    current,
    expectedSequence: input.expectedSequence ?? null,
  };
  const plan = await decide(command, going);
  return write(command, going, plan, input, {
    resourceId: input.resourceId,
    versionId: version.id,
    digest: version.digest,
    requestId: null,
  });
}

/** Lets a protected label serve what a request proposes, without the approvals. The request stays, and goes stale. */
export async function releaseRequestInEmergency(
  command: Command,
  input: Cause & { readonly requestId: string; readonly digest: string },
): Promise<EmergencyRecord> {
  const standing = await standingOf(command, input.requestId);
  const { stored, target, current } = standing;
  const { request, push } = stored;
  if (["published", "rejected", "cancelled", "expired"].includes(standing.state)) {
    refuse({
      code: "conflict",
      message: `The request is ${standing.state}, and what it proposed is not to be released from it.`,
      remedy: "Release a version of the resource, or open a request for what the label should serve.",
    });
  }
  if (input.digest !== request.content.digest) {
    refuse({
      code: "stale",
      message: "The request proposes another content than the one that you looked at.",
      remedy: "Load the request again, look at what it proposes now, and decide on that.",
    });
  }
  if (standing.input.frozenDigest !== request.content.digest || !isDigest(push.digest)) {
    refuse({
      code: "conflict",
      message: "The content frozen into the request is not the content that its digest names.",
      remedy: "Have the database looked at: nothing changes this content but tampering or a defect.",
    });
  }
  if (target.obstacle !== null) {
    refuse({
      code: "conflict",
      message: `The address cannot be served: ${target.obstacle}.`,
      remedy: "Restore it, or release at another address.",
    });
  }
  const going = {
    kind: stored.kind,
    scopeId: target.scopeId,
    resourceId: target.resourceId,
    target: request.target,
    current,
    expectedSequence: null,
  };
  const plan = await decide(command, going);
  await keepContributors(command, request.id, standing.contribution);
  const resourceId = await resourceOfTarget(command, standing);
  const versionId = await versionOfTarget(command, standing, resourceId);
  return write(command, going, plan, input, { resourceId, versionId, digest: push.digest, requestId: request.id });
}

/** The address that is released to, as it stands. */
interface Going {
  readonly kind: ResourceKind;
  /** The resource, or the deepest scope of its path while there is none. */
  readonly scopeId: string;
  /** `null` while there is none. */
  readonly resourceId: string | null;
  readonly target: ReleaseTarget;
  readonly current: LabelPosition;
  readonly expectedSequence: number | null;
}

async function decide(command: Command, { kind, scopeId, resourceId, target, current, expectedSequence }: Going) {
  const { tx, organizationId, actor, now } = command;
  command.require("release:break-glass", containerOf(command, scopeId), target.label);
  const own = await listEmergencyRows(tx, organizationId, {
    resourceId: null,
    settled: false,
    principalId: actor.principalId,
  });
  const plan = decideEmergency(
    {
      policies: await policiesOfLabel(command, await readPolicies(tx, organizationId), {
        scopeId,
        target,
        resourceId,
        kind,
      }),
      current,
      expectedSequence,
      bySignedInPerson: actor.type === "user" && actor.keyId === null,
      owed: own.map(({ id, dueAt }) => ({ useId: id, dueAt })),
    },
    now,
  );
  return plan.ok ? plan.value : refuse(plan.error);
}

async function write(
  command: Command,
  { kind, target, current }: Going,
  plan: Awaited<ReturnType<typeof decide>>,
  { reason, incident }: Cause,
  what: {
    readonly resourceId: string;
    readonly versionId: string;
    readonly digest: string;
    readonly requestId: string | null;
  },
): Promise<EmergencyRecord> {
  const { tx, organizationId, actor, now, environment } = command;
  const emergencyId = newId("emg");
  const releaseId = newId("rel");
  const revision = await command.raiseRevision();
  await insertEmergency(tx, organizationId, {
    id: emergencyId,
    releaseId,
    ...what,
    target,
    sequence: plan.sequence,
    principalId: actor.principalId,
    reason,
    incident,
    dueAt: new Date(Date.parse(now) + environment.emergencyReviewDays * day).toISOString(),
    at: now,
  });
  await writeRelease(command, {
    id: releaseId,
    ...what,
    target,
    sequence: plan.sequence,
    kind: plan.kind,
    serves: [{ versionId: what.versionId, digest: what.digest, weight: 1, segment: null }],
    rollbackToId: null,
    policyVersions: plan.policyVersions,
    reviews: [],
    releasedBy: actor.principalId,
    keyId: actor.keyId,
    reason,
    revision,
    at: now,
  });
  const shared = await readSharedFacts(command);
  const emergency = found(await readEmergency(tx, organizationId, emergencyId));
  const standing = await readEmergencyStanding(command, emergency, shared);
  await addEmergencyContributors(tx, organizationId, emergencyId, standing.contribution.contributors, now);
  await insertNotifications(
    tx,
    organizationId,
    { type: "emergency", subjectId: emergencyId, at: now },
    peopleOf(command)
      .filter(
        (person) =>
          person !== actor.principalId &&
          command.policy.check(person, kindPermission(kind, "review"), what.resourceId, command.moment).allowed,
      )
      .map((principalId) => ({ id: newId("ntf"), principalId })),
  );
  await recordRelease(command, "release.break-glass", {
    id: releaseId,
    resourceId: what.resourceId,
    target,
    current,
    digest: what.digest,
    sequence: plan.sequence,
    kind: plan.kind,
    ...(what.requestId === null ? {} : { requestId: what.requestId }),
    reason,
    incident,
  });
  return emergencyRecord(command, standing, shared);
}
