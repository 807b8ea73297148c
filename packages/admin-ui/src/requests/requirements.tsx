import type { RequestPolicy, RequestRecord } from "@countersign/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { addresses } from "../interface/addresses.ts";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { otherBlockers } from "./next-step.ts";
import { eligibleWords, isMet, policyNote } from "./requirement-words.ts";
import styles from "./requirements.module.css";

/** Each requirement with who met it and who could, and whatever else stands in the way. */
export function Requirements({ request }: { readonly request: RequestRecord }) {
  const besides = otherBlockers(request);
  return (
    <section className={styles["requirements"]} aria-labelledby="requirements">
      <h2 id="requirements">What it needs</h2>
      {request.policies.length === 0 ? (
        <p className={styles["quiet"]}>No approval policy protects this address: whoever may publish decides.</p>
      ) : (
        request.policies.map((policy) => <Policy key={policy.policyId} policy={policy} />)
      )}
      {besides.length === 0 ? null : (
        <ul className={styles["blockers"]} aria-label="What stands in the way">
          {besides.map((blocker) => (
            <li key={`${blocker.code} ${blocker.message}`}>
              <IconAlertTriangle size={15} aria-hidden />
              <span>
                {blocker.message} <span className={styles["quiet"]}>{blocker.remedy}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Policy({ policy }: { readonly policy: RequestPolicy }) {
  const note = policyNote(policy);
  return (
    <div className={styles["policy"]}>
      <p className={styles["name"]}>
        <PageLink to={addresses.policy(policy.policyId)}>{policy.name}</PageLink>
        <span className={styles["quiet"]}> on {policy.scope.path}</span>
      </p>
      {note === null ? null : <p className={styles["quiet"]}>{note}</p>}
      <ul>
        {policy.requirements.map((requirement) => {
          const met = isMet(requirement);
          const Icon = met ? IconCircleCheck : IconCircleDashed;
          return (
            <li key={requirement.text} data-met={met}>
              <Icon size={17} aria-hidden />
              <div>
                <p>
                  {requirement.text} <span className={styles["quiet"]}>{met ? "met" : "missing"}</span>
                </p>
                {requirement.metBy.map((person) => (
                  <p key={person.id}>
                    <Person principal={person} />
                  </p>
                ))}
                {met ? null : <p className={styles["quiet"]}>{eligibleWords(requirement)}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
