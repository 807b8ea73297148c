import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./form-fields.module.css";

export interface ListCardProps {
  /** What it is, with its number: "Step 2". */
  readonly title: string;
  readonly first: boolean;
  readonly last: boolean;
  /** False for the only one of a list that is never empty. Default: true. */
  readonly removable?: boolean;
  onMove(by: -1 | 1): void;
  onRemove(): void;
  readonly children: ReactNode;
}

/** One item of an ordered list, with its fields and the ways to move and remove it. */
export function ListCard({ title, first, last, removable = true, onMove, onRemove, children }: ListCardProps) {
  return (
    <fieldset className={styles["card"]}>
      <legend className={styles["legend"]}>{title}</legend>
      <div className={styles["head"]}>
        <span aria-hidden>{title}</span>
        <span className={styles["tools"]}>
          <ActionIcon aria-label={`Move ${title} up`} disabled={first} onClick={() => onMove(-1)}>
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon aria-label={`Move ${title} down`} disabled={last} onClick={() => onMove(1)}>
            <IconArrowDown size={15} />
          </ActionIcon>
          <ActionIcon aria-label={`Remove ${title}`} disabled={!removable} onClick={onRemove}>
            <IconTrash size={15} />
          </ActionIcon>
        </span>
      </div>
      <div className={styles["body"]}>{children}</div>
    </fieldset>
  );
}
