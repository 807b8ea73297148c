import type { EmergencyRecord } from "@countersign/core";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { ContentComparison } from "../content/content-comparison.tsx";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Facts } from "../interface/facts.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { stateOfEmergency } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import styles from "./emergency-page.module.css";
import { ReviewPanel } from "./review-panel.tsx";

/** What went live without approvals, why, and has it been looked at? */
export function EmergencyPage() {
  const emergencyId = useAddressPart("emergencyId");
  const emergency = useAsk(["emergency", "get", emergencyId], (client, options) =>
    client.emergency.get({ emergencyId }, options),
  );
  return <LoadedPage query={emergency}>{(data) => <Emergency key={data.id} emergency={data} />}</LoadedPage>;
}

function Emergency({ emergency }: { readonly emergency: EmergencyRecord }) {
  const { comparison } = emergency;
  return (
    <Page
      wide
      title={`Emergency release: ${emergency.incident}`}
      badge={<StateBadge state={stateOfEmergency(emergency.state)} />}
      trail={<PageLink to={addresses.releases()}>Releases</PageLink>}
      question={
        <>
          <Person principal={emergency.by} plain /> let <strong>{emergency.label}</strong> of{" "}
          <PageLink to={addresses.resource(emergency.resourceId, "releases")}>{emergency.address}</PageLink> serve it{" "}
          <When at={emergency.at} />, without the approvals.
        </>
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["decision"]}>
          <ReviewPanel emergency={emergency} />
          <section className={styles["needs"]} aria-labelledby="needs">
            <h2 id="needs">Who has to look</h2>
            {emergency.policies.map((policy) => (
              <div key={policy.policyId}>
                <PageLink to={addresses.policy(policy.policyId)}>{policy.name}</PageLink>
                <ul>
                  {policy.requirements.map((requirement) => (
                    <li key={requirement.text}>
                      {requirement.text}{" "}
                      <span className={styles["quiet"]}>
                        {requirement.metBy.length >= requirement.required
                          ? `done by ${requirement.metBy.map(({ name }) => name).join(", ")}`
                          : `missing; ${requirement.eligibleCount} could`}
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        </div>
        <div className={styles["body"]}>
          <section aria-labelledby="why">
            <h2 id="why">Why it could not wait</h2>
            <p className={styles["reason"]}>{emergency.reason}</p>
          </section>
          <section aria-labelledby="changed" className={styles["changed"]}>
            <h2 id="changed">What it changed</h2>
            {comparison === null ? (
              <p className={styles["quiet"]}>What it serves is for those who may view it.</p>
            ) : (
              <ContentComparison before={comparison.before?.expanded ?? null} after={comparison.after.expanded} />
            )}
          </section>
          <section aria-labelledby="looks">
            <h2 id="looks">What was said afterwards</h2>
            {emergency.reviews.length === 0 ? (
              <p className={styles["quiet"]}>Nobody has looked at it yet.</p>
            ) : (
              <ul className={styles["looks"]}>
                {emergency.reviews.map((review) => (
                  <li key={review.id}>
                    <Person principal={review.reviewer} />{" "}
                    {review.verdict === "approve" ? "found it right" : "found fault with it"}{" "}
                    <span className={styles["quiet"]}>
                      <When at={review.at} />
                    </span>
                    {review.body === "" ? null : <p className={styles["reason"]}>{review.body}</p>}
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
        <div className={styles["facts"]}>
          <Facts
            facts={[
              ["Incident", emergency.incident],
              ["Review due", <When key="due" at={emergency.dueAt} />],
              ["Release", `${emergency.sequence} of ${emergency.label}`],
              ["Digest", <CopyableId key="digest" id={emergency.digest} what="digest" />],
              ...(emergency.requestId === null
                ? []
                : [
                    [
                      "Taken from",
                      <PageLink key="request" to={addresses.request(emergency.requestId)}>
                        a release request
                      </PageLink>,
                    ] as const,
                  ]),
            ]}
          />
          <h2>Contributors</h2>
          <p className={styles["quiet"]}>Their look does not count.</p>
          <ul>
            {emergency.contributors.map(({ principal, reason }) => (
              <li key={principal.id}>
                <Person principal={principal} /> <span className={styles["quiet"]}>{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Page>
  );
}
