import type { PolicyRecord } from "@countersign/core";
import { IconPlus, IconUserCheck, IconUserX } from "@tabler/icons-react";
import { eligibleWords } from "./policy-words.ts";
import styles from "./requirements.module.css";

/** Whose approvals a policy asks for, and how many people could give each. */
export function Requirements({ requirements, termTexts }: Pick<PolicyRecord, "requirements" | "termTexts">) {
  return (
    <ul className={styles["requirements"]}>
      {requirements.map(({ requirement, text, eligibleCount }) => {
        const enough = eligibleCount >= requirement.count;
        const Icon = enough ? IconUserCheck : IconUserX;
        return (
          <li key={text} data-enough={enough}>
            <Icon size={16} aria-hidden />
            <span className={styles["text"]}>{text}</span>
            <span className={styles["eligible"]}>{eligibleWords(eligibleCount, requirement.count)}</span>
          </li>
        );
      })}
      {termTexts.map((text) => (
        <li key={text} data-enough>
          <IconPlus size={16} aria-hidden />
          <span className={styles["text"]}>{text}</span>
        </li>
      ))}
    </ul>
  );
}
