import type { FolderRecord } from "@countersign/core";
import { UnstyledButton } from "@mantine/core";
import { IconBox, IconFolder, IconFolderOpen } from "@tabler/icons-react";
import styles from "./folder-navigation.module.css";
import { folderLines } from "./folder-tree.ts";

export interface FolderNavigationProps {
  readonly folders: readonly FolderRecord[];
  readonly workspaceName: string;
  /** `null` looks at the whole workspace. */
  readonly selectedId: string | null;
  onSelect(folderId: string | null): void;
}

/** The folders of a workspace; choosing one narrows the list to what is in it and below. */
export function FolderNavigation({ folders, workspaceName, selectedId, onSelect }: FolderNavigationProps) {
  return (
    <nav aria-label="Folders" className={styles["folders"]}>
      <UnstyledButton
        className={styles["folder"]}
        aria-current={selectedId === null ? "true" : undefined}
        onClick={() => onSelect(null)}
      >
        <IconBox size={15} aria-hidden />
        {workspaceName}
      </UnstyledButton>
      {folderLines(folders).map(({ folder, depth }) => {
        const Icon = folder.id === selectedId ? IconFolderOpen : IconFolder;
        return (
          <UnstyledButton
            key={folder.id}
            className={styles["folder"]}
            data-depth={Math.min(depth, 7)}
            aria-current={folder.id === selectedId ? "true" : undefined}
            onClick={() => onSelect(folder.id)}
          >
            <Icon size={15} aria-hidden />
            {folder.name}
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
