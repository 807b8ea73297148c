import type { RequestRecord } from "@countersign/core";
import { ClosureList } from "../content/closure-list.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import { Contributors } from "./contributors.tsx";
import styles from "./request-facts.module.css";

/** Who can't approve because they worked on it, and what exactly is proposed. */
export function RequestFacts({ request }: { readonly request: RequestRecord }) {
  return (
    <section className={styles["facts"]} aria-label="About the request">
      <Contributors contributors={request.contributors} />
      <dl>
        <div>
          <dt>Digest</dt>
          <dd>
            <CopyableId id={request.digest} what="digest" />
          </dd>
        </div>
        <div>
          <dt>Made against</dt>
          <dd>
            release {request.baseSequence} of {request.target.label}
            {request.currentSequence === request.baseSequence ? "" : `, which is at ${request.currentSequence} now`}
          </dd>
        </div>
        {request.release === null ? (
          <div>
            <dt>Expires</dt>
            <dd>
              <When at={request.expiresAt} />
            </dd>
          </div>
        ) : (
          <div>
            <dt>Released</dt>
            <dd>
              <When at={request.release.at} /> by <Person principal={request.release.releasedBy} plain />
            </dd>
          </div>
        )}
        <div>
          <dt>Request</dt>
          <dd>
            <CopyableId id={request.id} />
          </dd>
        </div>
      </dl>
      <ClosureList closure={request.comparison.after.closure} />
    </section>
  );
}
