import { z } from "zod";
import { organizationScope, workspaceArgument } from "../access/scope-locators.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { reference, segment, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { restoredWorkspace } from "./tree-locators.ts";
import {
  archiveWorkspace,
  createWorkspace,
  getWorkspace,
  listWorkspaces,
  restoreWorkspace,
  updateWorkspace,
} from "./workspace-service.ts";

const workspaceId = z.strictObject({ workspaceId: reference });

export const workspaceRouter = router({
  list: query({
    requires: anyMember("The answer holds the workspaces alone in which the caller may see anything."),
    input: z.strictObject({ includeArchived: z.boolean().optional() }),
    answer: listWorkspaces,
  }),
  get: query({
    requires: anyMember("A workspace in which the caller may see nothing is not found."),
    input: workspaceId,
    answer: getWorkspace,
  }),
  create: mutation({
    action: "workspace.create",
    requires: requires("workspace:create", organizationScope),
    input: z.strictObject({ name: segment, description: sentence.optional() }),
    answer: createWorkspace,
  }),
  update: mutation({
    action: "workspace.update",
    requires: requires("workspace:update", workspaceArgument),
    input: z.strictObject({
      workspaceId: reference,
      name: segment.optional(),
      description: sentence.optional(),
    }),
    answer: updateWorkspace,
  }),
  archive: mutation({
    action: "workspace.archive",
    requires: requires("workspace:delete", workspaceArgument),
    input: workspaceId,
    answer: archiveWorkspace,
  }),
  restore: mutation({
    action: "workspace.restore",
    requires: requires("workspace:create", restoredWorkspace),
    input: workspaceId,
    answer: restoreWorkspace,
  }),
});
