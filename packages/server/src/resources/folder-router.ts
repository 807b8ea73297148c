import { z } from "zod";
import { folderArgument } from "../access/scope-locators.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { reference, segment } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { archiveFolder, createFolder, listFolders, moveFolder, renameFolder, restoreFolder } from "./folder-service.ts";
import { parentArgument, restoredFolder } from "./tree-locators.ts";

const folderId = z.strictObject({ folderId: reference });

export const folderRouter = router({
  list: query({
    requires: anyMember("The answer holds the folders alone in which the caller may see anything."),
    input: z.strictObject({ workspaceId: reference, includeArchived: z.boolean().optional() }),
    answer: listFolders,
  }),
  create: mutation({
    action: "folder.create",
    requires: requires("folder:manage", parentArgument),
    input: z.strictObject({ workspaceId: reference, parentId: reference.nullish(), name: segment }),
    answer: createFolder,
  }),
  rename: mutation({
    action: "folder.rename",
    requires: requires("folder:manage", folderArgument),
    input: z.strictObject({ folderId: reference, name: segment }),
    answer: renameFolder,
  }),
  move: mutation({
    action: "folder.move",
    requires: requires("folder:manage", folderArgument),
    input: z.strictObject({ folderId: reference, parentId: reference.nullable() }),
    answer: moveFolder,
  }),
  archive: mutation({
    action: "folder.archive",
    requires: requires("folder:manage", folderArgument),
    input: folderId,
    answer: archiveFolder,
  }),
  restore: mutation({
    action: "folder.restore",
    requires: requires("folder:manage", restoredFolder),
    input: folderId,
    answer: restoreFolder,
  }),
});
