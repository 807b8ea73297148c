import { type ReactNode, useId } from "react";
import styles from "./section.module.css";

export interface SectionProps {
  readonly title: string;
  /** What the part is about, in a sentence. */
  readonly note?: ReactNode;
  /** What can be done in this part. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a page, under its own heading. */
export function Section({ title, note, actions, children }: SectionProps) {
  const headingId = useId();
  return (
    <section className={styles["section"]} aria-labelledby={headingId}>
      <header className={styles["head"]}>
        <div>
          <h2 id={headingId}>{title}</h2>
          {note === undefined ? null : <p className={styles["note"]}>{note}</p>}
        </div>
        {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
