import type { RequestRecord } from "@countersign/core";
import { Person } from "../interface/person.tsx";
import styles from "./request-facts.module.css";

/** Who can't approve because they had a hand in it, and what hand. */
export function Contributors({ contributors }: Pick<RequestRecord, "contributors">) {
  return (
    <div>
      <h2>Contributors</h2>
      <p className={styles["quiet"]}>Their approvals never count here.</p>
      <ul>
        {contributors.map(({ principal, reason }) => (
          <li key={`${principal.id} ${reason}`}>
            <Person principal={principal} /> <span className={styles["quiet"]}>{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
