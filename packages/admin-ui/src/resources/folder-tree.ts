import type { FolderRecord } from "@countersign/core";

/** A folder as a line of the tree. */
export interface FolderLine {
  readonly folder: FolderRecord;
  /** From 0. */
  readonly depth: number;
}

/** Folders as a tree, written line by line: each below its parent, siblings by name. */
export function folderLines(folders: readonly FolderRecord[]): readonly FolderLine[] {
  const known = new Set(folders.map((folder) => folder.id));
  const below = (parentId: string | null, depth: number): readonly FolderLine[] =>
    folders
      .filter(
        (folder) => (folder.parentId !== null && known.has(folder.parentId) ? folder.parentId : null) === parentId,
      )
      .sort((a, b) => a.name.localeCompare(b.name, "en"))
      .flatMap((folder) => [{ folder, depth }, ...below(folder.id, depth + 1)]);
  return below(null, 0);
}

/** What a list is narrowed to: the folder that is looked at, and whatever was typed after it. */
export function prefixFor(folder: FolderRecord | undefined, typed: string | undefined): string | undefined {
  const prefix = `${folder === undefined ? "" : `${folder.path}/`}${typed ?? ""}`;
  return prefix === "" ? undefined : prefix;
}
