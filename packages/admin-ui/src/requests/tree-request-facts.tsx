import type { TreeRequestRecord } from "@countersign/core";
import { CopyableId } from "../interface/copyable-id.tsx";
import { When } from "../interface/when.tsx";
import { Contributors } from "./contributors.tsx";
import styles from "./request-facts.module.css";

/** Who can't approve because they had a hand in it, and what exactly is approved. */
export function TreeRequestFacts({ request }: { readonly request: TreeRequestRecord }) {
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
          <dt>{request.state === "published" ? "Carried out" : "Expires"}</dt>
          <dd>
            <When at={request.state === "published" ? request.updatedAt : request.expiresAt} />
          </dd>
        </div>
        <div>
          <dt>Request</dt>
          <dd>
            <CopyableId id={request.id} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
