import { Fragment, type ReactNode } from "react";
import styles from "./facts.module.css";

export interface FactsProps {
  /** What is known, each with its name; `null` leaves one out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode] | null)[];
}

/** What is known of one thing, name beside value. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles["facts"]}>
      {facts.map((fact) =>
        fact === null ? null : (
          <Fragment key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
