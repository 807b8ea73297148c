import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  /** What is not here, in a few words. */
  readonly title: string;
  /** What belongs here and why one would want it. */
  readonly children?: ReactNode;
  /** The first step. */
  readonly action?: ReactNode;
}

/** An empty page or table: says what belongs there and offers the first step. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      {icon === undefined ? null : (
        <span className={styles["icon"]} aria-hidden>
          {icon}
        </span>
      )}
      <p className={styles["title"]}>{title}</p>
      {children === undefined ? null : <div className={styles["text"]}>{children}</div>}
      {action === undefined ? null : <div className={styles["action"]}>{action}</div>}
    </div>
  );
}
