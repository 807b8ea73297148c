import { kindPermission, openRequest as openedRequest, parseLabel, type RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { closureDigestOf } from "./closure-digest.ts";
import { keepContributors } from "./contributor-finder.ts";
import { readPolicies } from "./policy-store.ts";
import { pushOf, viewedSource } from "./proposed-version.ts";
import { readPosition } from "./release-store.ts";
import { requestLifetime } from "./request-lifetime.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { recordRequest } from "./request-recording.ts";
import { insertPush, insertRequest, insertRequestPolicies, takeRequestNumber } from "./request-store.ts";
import { policiesOfLabel, resolveTarget } from "./target-address.ts";

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
  const source = await viewedSource(command, input.sourceVersionId);
  const label = parseLabel(input.label);
  if (!label.ok) refuse(label.error);
  const path = input.targetPath ?? source.path;
  const target = resolveTarget(command, input.targetWorkspaceId, path);
  command.require(kindPermission(source.version.kind, "request"), target.scopeId, label.value);
  if (target.obstacle !== null) {
    refuse({
      code: "conflict",
      message: `The address "${path}" cannot be served: ${target.obstacle}.`,
      remedy: "Choose another path in the target workspace, or restore what is archived.",
    });
  }
  const existing = target.resourceId === null ? undefined : command.state.scopes.get(target.resourceId);
  if (existing?.type === "resource" && existing.kind !== source.version.kind) {
    refuse({
      code: "conflict",
      message: `The address "${path}" is that of a ${existing.kind}, and the version is of a ${source.version.kind}.`,
      remedy: "Choose another path in the target workspace.",
    });
  }
  const base =
    target.resourceId === null
      ? { releaseId: null, sequence: 0 }
      : await readPosition(tx, organizationId, target.resourceId, label.value);
  const request = openedRequest({
    id: newId("req"),
    target: { workspaceId: input.targetWorkspaceId, path, label: label.value },
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
    title: input.title?.trim() || `Release ${path} version ${source.version.number} to ${label.value}`,
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
