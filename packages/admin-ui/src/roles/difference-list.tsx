import type { AccessDifference, RoleRecord } from "@countersign/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { permissionPhrase } from "../interface/permission-phrase.ts";
import { Person } from "../interface/person.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import styles from "./difference-list.module.css";
import { differenceSummary, differencesByPerson } from "./difference-words.ts";
import { draftChange, type RoleDraft } from "./role-drafts.ts";

export interface DifferenceListProps {
  readonly role: RoleRecord;
  readonly draft: RoleDraft;
  readonly differences: readonly AccessDifference[];
}

/** What a role's change means: for the role, and for everybody who holds it. */
export function DifferenceList({ role, draft, differences }: DifferenceListProps) {
  const { added, removed, includesChanged } = draftChange(role, draft);
  return (
    <section className={styles["role"]} aria-label={role.name}>
      <h3>{role.name}</h3>
      <ul className={styles["rule"]}>
        {added.length === 0 ? null : (
          <li data-verb="gains">
            <IconPlus size={14} aria-hidden /> The role gets {permissionPhrase(added)}.
          </li>
        )}
        {removed.length === 0 ? null : (
          <li data-verb="loses">
            <IconMinus size={14} aria-hidden /> The role loses {permissionPhrase(removed)}.
          </li>
        )}
        {includesChanged ? <li>It includes other roles than before.</li> : null}
      </ul>
      <p className={styles["summary"]}>{differenceSummary(differences)}</p>
      <ul className={styles["people"]}>
        {differencesByPerson(differences).map(({ principal, lines }) => (
          <li key={principal.id}>
            <Person principal={principal} linked={false} />
            <ul>
              {lines.map((line) => (
                <li key={`${line.verb} ${line.scope.id}`} data-verb={line.verb}>
                  <strong>{line.verb}</strong> {line.text} at <ScopePath scope={line.scope} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
