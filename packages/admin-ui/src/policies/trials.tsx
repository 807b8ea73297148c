import type { PolicyRecord } from "@countersign/core";
import { useAsk } from "../client/ask.ts";
import { Loaded } from "../interface/loaded.tsx";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";
import styles from "./trials.module.css";

/** What a policy would have held up while it was tried out; nothing where it never was and never would have. */
export function Trials({ policy }: { readonly policy: PolicyRecord }) {
  const trials = useAsk(["policy", "trials", policy.id], (client, options) =>
    client.policy.trials({ policyId: policy.id }, options),
  );
  const tried = policy.mode === "evaluate";
  if (!tried && (trials.data?.items.length ?? 0) === 0) return null;
  return (
    <Section
      title="What it would have held up"
      note={tried ? "It is tried out: nothing was held up by it." : "While it was tried out."}
    >
      <Loaded query={trials} shape={<TableShape rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p>Nothing so far.</p>
          ) : (
            <ul className={styles["trials"]}>
              {items.map((trial) => (
                <li key={trial.releaseId}>
                  <p>
                    <strong>
                      {trial.path} at {trial.label}
                    </strong>
                    , release {trial.sequence}, <When at={trial.at} />
                  </p>
                  {trial.blockers.map((blocker) => (
                    <p key={blocker} className={styles["blocker"]}>
                      {blocker}
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
