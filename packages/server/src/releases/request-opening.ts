import { openRequest as openedRequest, type RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { closureDigestOf } from "./closure-digest.ts";
import { keepContributors } from "./contributor-finder.ts";
import { readPolicies } from "./policy-store.ts";
import { proposedAddress } from "./proposed-address.ts";
import { pushOf } from "./proposed-version.ts";
import { requestLifetime } from "./request-lifetime.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { recordRequest } from "./request-recording.ts";
import { insertPush, insertRequest, insertRequestPolicies, takeRequestNumber } from "./request-store.ts";
import { policiesOfLabel } from "./target-address.ts";

/** Proposes that an address serve a version. Content and closure are frozen into the request. */
export async function openRequest(
  command: Command,
  input: {
    readonly sourceVersionId: string;
    readonly targetWorkspaceId: string;
    readonly targetPath?: string | undefined;
    readonly label: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
  },
): Promise<RequestRecord> {
  const { tx, organizationId, now } = command;
  const { source, label, path, target, base } = await proposedAddress(command, input);
  const request = openedRequest({
    id: newId("req"),
    target: { workspaceId: input.targetWorkspaceId, path, label },
    base,
    digest: source.version.digest,
    closureDigest: closureDigestOf(source.version.closure),
    at: now,
    expiresAt: new Date(Date.parse(now) + requestLifetime).toISOString(),
  });
  const policies = await policiesOfLabel(command, await readPolicies(tx, organizationId), {
    scopeId: target.scopeId,
    resourceId: target.resourceId,
    target: request.target,
    kind: source.version.kind,
  });
  await insertRequest(tx, organizationId, {
    request,
    number: await takeRequestNumber(tx, organizationId),
    kind: source.version.kind,
    title: input.title?.trim() || `Release ${path} version ${source.version.number} to ${label}`,
    description: input.description ?? "",
    requesterId: command.actor.principalId,
    targetScopeId: target.scopeId,
    targetResourceId: target.resourceId,
  });
  await insertPush(tx, organizationId, request, pushOf(command, source, 1, "open"));
  await insertRequestPolicies(
    tx,
    organizationId,
    request.id,
    policies.map(({ current }) => ({ policyId: current.policyId, number: current.number })),
  );
  const standing = await standingOf(command, request.id);
  await keepContributors(command, request.id, standing.contribution);
  recordRequest(command, standing, "request.open", { after: request.content.digest });
  return answerRequest(command, request.id);
}
