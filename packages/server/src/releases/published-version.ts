import { isDigest } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { insertScope } from "../resources/scope-store.ts";
import { insertVersion } from "../resources/version-store.ts";
import type { RequestStanding } from "./request-facts.ts";

/** The resource at the target's address, made with its folders where there is none yet: `publish` alone makes it. */
export async function resourceOfTarget(command: Command, { stored, target }: RequestStanding): Promise<string> {
  if (target.resourceId !== null) return target.resourceId;
  const { tx, organizationId, now } = command;
  const by = command.actor.principalId;
  let parentId = target.scopeId;
  for (const [index, name] of target.missing.entries()) {
    const id = newId("scp");
    const isResource = index === target.missing.length - 1;
    const type = isResource ? { type: "resource" as const, kind: stored.kind } : { type: "folder" as const };
    const place = { id, parentId, name };
    await command.growTree({ ...place, ...type, archived: false }, () =>
      insertScope(tx, organizationId, { ...place, ...type, at: now, by }),
    );
    command.record({
      action: isResource ? "resource.create" : "folder.create",
      target: { type: isResource ? "resource" : "folder", id },
      scopeId: parentId,
      details: { requestId: stored.request.id, parentId },
      texts: { name },
    });
    parentId = id;
  }
  return parentId;
}

/** The version that the label will serve: the proposed one where it is of this very resource, else a copy of it. */
export async function versionOfTarget(
  command: Command,
  { stored }: RequestStanding,
  resourceId: string,
): Promise<string> {
  const { push, request } = stored;
  if (push.sourceScopeId === resourceId) return push.sourceVersionId;
  if (!isDigest(push.digest)) throw new Error(`The request ${request.id} has no digest.`);
  const id = newId("ver");
  const number = await insertVersion(command.tx, command.organizationId, {
    id,
    resourceId,
    kind: stored.kind,
    content: push.content,
    expanded: push.expanded,
    closure: push.closure,
    digest: push.digest,
    message: stored.title,
    authorId: push.pushedBy,
    claimedAuthor: null,
    importKey: null,
    basedOnId: null,
    sourceVersionId: push.sourceVersionId,
    requestId: request.id,
    keyId: command.actor.keyId,
    at: command.now,
  });
  command.record({
    action: "version.create",
    target: { type: "version", id },
    scopeId: resourceId,
    after: push.digest,
    details: { resourceId, number, requestId: request.id, sourceVersionId: push.sourceVersionId },
  });
  return id;
}
