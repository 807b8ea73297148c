import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./term-row.module.css";

export interface TermRowProps {
  /** What goes with the button, as the end of "Take … out". */
  readonly what: string;
  onRemove(): void;
  readonly children: ReactNode;
}

/** One owner, check or freeze among others: its fields, and the button that takes it out. */
export function TermRow({ what, onRemove, children }: TermRowProps) {
  return (
    <div className={styles["term"]}>
      <div className={styles["fields"]}>{children}</div>
      <ActionIcon aria-label={`Take ${what} out`} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
