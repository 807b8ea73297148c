import type { ReactNode } from "react";
import { useEffect } from "react";
import { useSurroundings } from "../client/surroundings.tsx";
import styles from "./page.module.css";

export interface PageProps {
  readonly title: string;
  /** Beside the title: a state, a protected mark. */
  readonly badge?: ReactNode;
  /** Above the title: where this is. */
  readonly trail?: ReactNode;
  /** The question that the page answers, in a sentence. */
  readonly question?: ReactNode;
  /** What can be done here, the main thing last. */
  readonly actions?: ReactNode;
  /** Uses the whole width, for tables and diffs. Default: a width that is good to read. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One page: its title, the question it answers, what can be done, and the answer. */
export function Page({ title, badge, trail, question, actions, wide = false, children }: PageProps) {
  const { ownsDocument } = useSurroundings();
  useEffect(() => {
    if (ownsDocument) document.title = `${title} · Countersign`;
  }, [ownsDocument, title]);
  return (
    <div className={styles["page"]} data-wide={wide}>
      <header className={styles["head"]}>
        <div className={styles["titles"]}>
          {trail === undefined ? null : <div className={styles["trail"]}>{trail}</div>}
          <div className={styles["title"]}>
            <h1>{title}</h1>
            {badge}
          </div>
          {question === undefined ? null : <p className={styles["question"]}>{question}</p>}
        </div>
        {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
