import type { JsonValue } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { buildWorld, type World } from "../fixtures/world.ts";
import { type Side, type Stage, text } from "../fixtures/world-side.ts";
import { watchChanges } from "./change-watch.ts";
import { leaksIn } from "./leaks.ts";
import { rawCall } from "./raw-call.ts";

describe("an id beside the one that a call is about", () => {
  it("I19 of another organization, or of a workspace that one sees nothing of, is one that nobody gave out", {
    timeout: 120_000,
  }, async () => {
    const world = await buildWorld();
    const server = await world.enter();
    const faults: string[] = [];
    let tried = 0;
    try {
      const watch = await watchChanges(server.environment.db);
      const others = [
        { actor: "organization.owner", other: world.foreignStage, side: world.foreign },
        { actor: "workspace.admin", other: world.beta, side: world.foreign },
      ];
      for (const { actor: name, other, side } of others) {
        const actor = world.actors.find((one) => one.name === name) ?? null;
        if (actor === null) throw new Error(`The world has no ${name}.`);
        for (const [procedure, input, code] of callsWith(world, other, side)) {
          const answer = await rawCall(server, procedure, input, actor.headers);
          const who = `${procedure} by ${name} with ${JSON.stringify(input)}`;
          tried += 1;
          if (!code.includes(answer.outcome)) faults.push(`${who} was ${answer.outcome}: ${answer.body.slice(0, 200)}`);
          const changed = await watch.changed();
          if (changed.length > 0) faults.push(`${who} changed ${changed.join(", ")}.`);
          for (const leak of leaksIn(world, actor, input, answer.body)) faults.push(`${who} was told ${leak}.`);
        }
      }
    } finally {
      await server.close();
    }
    expect(faults).toEqual([]);
    expect(tried).toBeGreaterThan(40);
  });
});

type Attempt = readonly [procedure: string, input: JsonValue, ends: readonly string[]];

/** Calls about what is the actor's in alpha, each with one id that is not. */
function callsWith({ alpha, own }: World, other: Stage, side: Side): readonly Attempt[] {
  const hidden = ["not_found"];
  const unknown = ["not_found", "invalid"];
  const { workspaceId } = alpha;
  const resourceId = alpha.promptId;
  const requestId = alpha.openRequest.id;
  return [
    ["folder.create", { workspaceId, parentId: other.folderId, name: "fresh" }, hidden],
    ["folder.create", { workspaceId: other.workspaceId, parentId: alpha.folderId, name: "fresh" }, hidden],
    ["folder.move", { folderId: alpha.emptyFolderId, parentId: other.folderId }, hidden],
    ["resource.create", { kind: "prompt", workspaceId, folderId: other.folderId, name: "fresh" }, hidden],
    [
      "resource.create",
      { kind: "prompt", workspaceId: other.workspaceId, folderId: alpha.folderId, name: "fresh" },
      hidden,
    ],
    ["resource.move", { resourceId: alpha.draftId, folderId: other.folderId }, hidden],
    [
      "version.create",
      { resourceId, content: text("new"), basedOnVersionId: other.promptVersionIds[2], force: true },
      hidden,
    ],
    ["version.compare", { beforeId: other.promptVersionIds[0], afterId: alpha.promptVersionIds[0] }, hidden],
    ["version.compare", { beforeId: alpha.promptVersionIds[0], afterId: other.promptVersionIds[0] }, hidden],
    ["release.create", { resourceId, label: "live", versionId: other.promptVersionIds[1] }, hidden],
    ["release.create", { resourceId, label: "live", versionId: alpha.draftVersionId }, hidden],
    ["release.rollback", { resourceId, label: "production", toReleaseId: other.releaseId, reason: "back" }, hidden],
    ["request.push", { requestId, sourceVersionId: other.draftVersionId }, hidden],
    ["request.comment", { requestId, body: "why?", threadId: other.commentId }, hidden],
    ["request.comment", { requestId: alpha.approvedRequest.id, body: "why?", threadId: alpha.commentId }, hidden],
    [
      "request.dismissReview",
      { requestId: alpha.objectedRequest.id, reviewId: other.objectionId, reason: "answered" },
      hidden,
    ],
    ["request.dismissReview", { requestId, reviewId: alpha.objectionId, reason: "answered" }, hidden],
    ["request.resolveComment", { requestId, commentId: other.commentId, resolved: true }, hidden],
    [
      "request.resolveComment",
      { requestId: alpha.approvedRequest.id, commentId: alpha.commentId, resolved: true },
      hidden,
    ],
    [
      "request.open",
      { sourceVersionId: alpha.draftVersionId, targetWorkspaceId: other.folderId, label: "production" },
      hidden,
    ],
    [
      "policy.create",
      {
        scopeId: workspaceId,
        name: "Another",
        labelPattern: "staging",
        requirements: [{ type: "people", principalIds: [side.spareId], count: 1 }],
      },
      unknown,
    ],
    [
      "policy.update",
      { policyId: alpha.policyId, requirements: [{ type: "role", roleId: side.customRoleId, count: 9 }] },
      unknown,
    ],
    [
      "key.create",
      {
        name: "wide",
        principalId: alpha.serviceAccountId,
        scopeIds: [workspaceId, other.workspaceId],
        permissions: ["prompt:use"],
      },
      hidden,
    ],
    ["key.create", { name: "wide", principalId: other.serviceAccountId, permissions: ["prompt:use"] }, hidden],
    [
      "serviceAccount.create",
      { name: "another", homeScopeId: workspaceId, responsibleIds: [side.spareId] },
      ["invalid"],
    ],
    [
      "serviceAccount.update",
      { serviceAccountId: alpha.serviceAccountId, responsibleIds: [side.owner.me.principal.id] },
      ["invalid"],
    ],
    [
      "binding.create",
      { holder: { type: "group", id: side.groupId }, roleId: "workspace.viewer", scopeId: workspaceId },
      ["invalid"],
    ],
    ["access.check", { permission: "prompt:use", scopeId: workspaceId, principalId: side.spareId }, hidden],
    ["access.explain", { permission: "prompt:use", scopeId: workspaceId, principalId: side.spareId }, hidden],
    // Whoever may not ask at all is told that.
    [
      "role.create",
      { name: "Another", permissions: ["prompt:use"], includes: [side.customRoleId] },
      ["invalid", "forbidden"],
    ],
    ["role.update", { roleId: own.unboundRoleId, includes: [side.unboundRoleId] }, ["invalid", "forbidden"]],
    [
      "group.addMember",
      { groupId: own.groupId, member: { type: "group", id: side.groupId } },
      ["not_found", "forbidden"],
    ],
  ];
}
