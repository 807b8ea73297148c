import { IconAlertTriangle } from "@tabler/icons-react";
import type { DraftProblem } from "./draft.ts";
import { placeWords } from "./place-words.ts";
import styles from "./problems.module.css";

/** What is wrong with a draft, where, and what to do. */
export function Problems({ problems }: { readonly problems: readonly DraftProblem[] }) {
  return (
    <ul className={styles["problems"]} aria-live="polite" aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`}>
          <IconAlertTriangle size={15} aria-hidden />
          <span>
            <strong>{placeWords(problem.path)}</strong> {problem.message}
          </span>
        </li>
      ))}
    </ul>
  );
}
