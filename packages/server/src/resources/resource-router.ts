import { resourceKinds } from "@countersign/core";
import { z } from "zod";
import { resourceArgument } from "../access/scope-locators.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { page, reference, segment, sentence, text } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { listResources } from "./resource-list.ts";
import {
  archiveResource,
  createResource,
  findResource,
  getResource,
  moveResource,
  restoreResource,
  updateResource,
} from "./resource-service.ts";
import { resourceParentArgument, restoredResource } from "./tree-locators.ts";
import { maximumPath } from "./tree-names.ts";

const resourceId = z.strictObject({ resourceId: reference });
const kind = z.enum(resourceKinds);
const path = text(maximumPath);

export const resourceRouter = router({
  list: query({
    requires: anyMember("The answer holds the resources alone that the caller sees by `use` or `view`."),
    input: z.strictObject({
      workspaceId: reference,
      kind: kind.optional(),
      prefix: path.optional(),
      includeArchived: z.boolean().optional(),
      ...page,
    }),
    answer: listResources,
  }),
  get: query({
    requires: anyMember("A resource that the caller sees by neither `use` nor `view` is not found."),
    input: resourceId,
    answer: getResource,
  }),
  find: query({
    requires: anyMember("A resource that the caller sees by neither `use` nor `view` is not found."),
    input: z.strictObject({ workspace: text(100), path }),
    answer: findResource,
  }),
  create: mutation({
    action: "resource.create",
    requires: requires("create", resourceParentArgument),
    input: z.strictObject({
      kind,
      workspaceId: reference,
      folderId: reference.nullish(),
      name: segment,
      description: sentence.optional(),
    }),
    answer: createResource,
  }),
  update: mutation({
    action: "resource.update",
    requires: requires("edit", resourceArgument),
    input: z.strictObject({ resourceId: reference, description: sentence }),
    answer: updateResource,
  }),
  move: mutation({
    action: "resource.move",
    requires: requires("edit", resourceArgument),
    input: z.strictObject({ resourceId: reference, folderId: reference.nullable(), name: segment.optional() }),
    answer: moveResource,
  }),
  archive: mutation({
    action: "resource.archive",
    requires: requires("delete", resourceArgument),
    input: resourceId,
    answer: archiveResource,
  }),
  restore: mutation({
    action: "resource.restore",
    requires: requires("create", restoredResource),
    input: resourceId,
    answer: restoreResource,
  }),
});
