import type { RequestPolicy, RequestRecord } from "@countersign/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleMinus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { addresses } from "../interface/addresses.ts";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import { changeSentence, checkWords, eligibleWords, isMet, policyNote } from "./requirement-words.ts";
import styles from "./requirements.module.css";

export interface RequirementsProps {
  readonly request: Pick<RequestRecord, "policies" | "approvals" | "change" | "triedOut">;
  /** What stands in the way besides the requirements. */
  readonly besides: RequestRecord["blockers"];
  /** Where a policy asks what it asks, where that is said of each. */
  placesOf?(policy: RequestPolicy): readonly string[];
}

/** Each requirement with who met it and who could, and whatever else stands in the way. */
export function Requirements({ request, besides, placesOf }: RequirementsProps) {
  return (
    <section className={styles["requirements"]} aria-labelledby="requirements">
      <h2 id="requirements">What it needs</h2>
      {request.policies.length === 0 ? (
        <p className={styles["quiet"]}>No approval policy protects this address: whoever may publish decides.</p>
      ) : (
        request.policies.map((policy) => {
          const places = placesOf?.(policy) ?? [];
          return (
            <Policy
              key={`${policy.policyId} ${policy.versionAtOpening} ${policy.versionNow} ${places.join(" ")}`}
              policy={policy}
              places={places}
              approved={request.approvals.counted > 0}
            />
          );
        })
      )}
      {request.change === null ? null : <p className={styles["quiet"]}>{changeSentence(request.change)}</p>}
      {request.triedOut.length === 0 ? null : (
        <details className={styles["tried"]}>
          <summary>Tried out beside: what would be asked, and holds nothing up</summary>
          {request.triedOut.map((policy) => (
            <Policy key={policy.policyId} policy={policy} approved={request.approvals.counted > 0} />
          ))}
        </details>
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

interface PolicyProps {
  readonly policy: RequestPolicy;
  /** Where it asks that. Default: nothing is said of it. */
  readonly places?: readonly string[];
  /** Anybody's approval is there. */
  readonly approved: boolean;
}

function Policy({ policy, places = [], approved }: PolicyProps) {
  const note = policyNote(policy);
  return (
    <div className={styles["policy"]}>
      <p className={styles["name"]}>
        <PageLink to={addresses.policy(policy.policyId)}>{policy.name}</PageLink>
        <span className={styles["quiet"]}> on {policy.scope.path}</span>
      </p>
      {places.length === 0 ? null : (
        <ul className={styles["places"]} aria-label="Addresses that it is asked for">
          {places.map((place) => (
            <li key={place}>{place}</li>
          ))}
        </ul>
      )}
      {note === null ? null : <p className={styles["quiet"]}>{note}</p>}
      <ul>
        {policy.requirements.map((requirement) => (
          <RequirementRow key={`${requirement.ownerOf ?? ""} ${requirement.text}`} requirement={requirement} />
        ))}
        {policy.needsAnyApproval ? (
          <Row state={approved ? "met" : "missing"} text="1 approval, by anybody who may review here">
            {approved ? null : <p className={styles["quiet"]}>Nothing else applies, and nothing goes live unseen.</p>}
          </Row>
        ) : null}
        {policy.checks.map((check) => {
          const { state, remedy } = checkWords(check);
          return (
            <Row
              key={check.text}
              state={check.applies ? (check.state === "passed" ? "met" : "missing") : "idle"}
              text={check.text}
              words={state}
            >
              {check.reportedAt === null ? null : (
                <p className={styles["quiet"]}>
                  Reported <When at={check.reportedAt} />
                  {check.expiresAt === null ? null : (
                    <>
                      , counts until <When at={check.expiresAt} />
                    </>
                  )}
                </p>
              )}
              {remedy === null ? null : <p className={styles["quiet"]}>{remedy}</p>}
            </Row>
          );
        })}
        {policy.waiting === null ? null : (
          <Row
            state={policy.waiting.until === null ? "idle" : "missing"}
            text={`Published no earlier than ${policy.waiting.text}`}
            words={policy.waiting.until === null ? "" : "waits"}
          >
            {policy.waiting.until === null ? null : (
              <p className={styles["quiet"]}>
                Until <When at={policy.waiting.until} />
              </p>
            )}
          </Row>
        )}
        {policy.freezes.texts.map((text) => (
          <Row
            key={text}
            state={policy.freezes.until === null ? "idle" : "missing"}
            text={`Nothing published in the freeze ${text}`}
            words=""
          />
        ))}
        {policy.freezes.until === null ? null : (
          <li>
            <p className={styles["quiet"]}>
              Frozen until <When at={policy.freezes.until} />
            </p>
          </li>
        )}
      </ul>
    </div>
  );
}

function RequirementRow({ requirement }: { readonly requirement: RequestPolicy["requirements"][number] }) {
  const met = isMet(requirement);
  const text =
    requirement.ownerOf === null ? requirement.text : `${requirement.text}, for paths like ${requirement.ownerOf}`;
  if (!requirement.applies) return <Row state="idle" text={text} words="not asked for by this change" />;
  return (
    <Row state={met ? "met" : "missing"} text={text}>
      {requirement.metBy.map((person) => (
        <p key={person.id}>
          <Person principal={person} />
        </p>
      ))}
      {met ? null : <p className={styles["quiet"]}>{eligibleWords(requirement)}</p>}
    </Row>
  );
}

interface RowProps {
  readonly state: "met" | "missing" | "idle";
  readonly text: string;
  /** Default: the state itself. */
  readonly words?: string;
  readonly children?: ReactNode;
}

const icons = { met: IconCircleCheck, missing: IconCircleDashed, idle: IconCircleMinus } as const;

function Row({ state, text, words = state, children }: RowProps) {
  const Icon = icons[state];
  return (
    <li data-met={state === "met"} data-idle={state === "idle"}>
      <Icon size={17} aria-hidden />
      <div>
        <p>
          {text} <span className={styles["quiet"]}>{words}</span>
        </p>
        {children}
      </div>
    </li>
  );
}
