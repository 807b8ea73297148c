import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { longestPathBelow } from "./scope-placement-store.ts";
import { isNameTaken, pathBelow, type StoredFolder, type StoredResource } from "./scope-store.ts";

/** Longest path inside a workspace; a longer one could not be written as a reference. */
export const maximumPath = 512;

/**
 * Goes on only if a name is free below a parent. What is archived keeps its name: an address that was served once never
 * becomes somebody else's.
 *
 * @throws a refusal `conflict`.
 */
export async function assertNameFree(
  command: Command,
  parentId: string,
  name: string,
  ownId: string | null = null,
): Promise<void> {
  if (!(await isNameTaken(command.tx, command.organizationId, parentId, name, ownId))) return;
  refuse({
    code: "conflict",
    message: `The name "${name}" is taken here, perhaps by something that is archived or that you cannot see.`,
    remedy: "Choose another name, or restore what is archived.",
  });
}

/**
 * Goes on only if a new path of this length can be written in a reference.
 *
 * @throws a refusal `invalid`.
 */
export function assertPathShort(length: number): void {
  if (length <= maximumPath) return;
  refuse({
    code: "invalid",
    message: `A path would have ${length} characters; at most ${maximumPath} are allowed.`,
    remedy: "Use shorter names or fewer folders.",
  });
}

/** As {@link assertPathShort}, for a scope that gets another place and everything below it. */
export async function assertPathsShort(
  command: Command,
  scope: StoredFolder | StoredResource,
  parentPath: string,
  name: string,
): Promise<void> {
  const longest = await longestPathBelow(command.tx, command.organizationId, scope.id);
  assertPathShort(longest - scope.path.length + pathBelow(parentPath, name).length);
}
