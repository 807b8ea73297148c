import type { PolicyRecord } from "@countersign/core";
import { IconChecklist, IconPlus } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { useMayAnywhere } from "../interface/use-may-anywhere.ts";
import styles from "./policies-page.module.css";
import { appliesTo } from "./policy-words.ts";
import { Requirements } from "./requirements.tsx";

/** What does production demand? */
export function PoliciesPage() {
  const go = useGo();
  const policies = useAsk(["policy", "list"], (client, options) => client.policy.list({}, options));
  const { why } = useMayAnywhere("policy:manage");
  const newPolicy = (
    <ActionButton why={why} leftSection={<IconPlus size={14} aria-hidden />} onClick={() => go(addresses.newPolicy())}>
      New policy
    </ActionButton>
  );
  return (
    <Page
      title="Policies"
      question="What a release needs before it may go live. All that apply count together; none weakens another."
      actions={newPolicy}
    >
      <Loaded query={policies} shape={<TableShape rows={4} />}>
        {(data) =>
          data.length === 0 ? (
            <EmptyState icon={<IconChecklist size={20} />} title="No policy yet" action={newPolicy}>
              Without a policy whoever may publish publishes alone. A policy says whose approvals a label asks for
              first, for example one reviewer for everything at production.
            </EmptyState>
          ) : (
            <ul className={styles["policies"]}>
              {data.map((policy) => (
                <PolicyCard key={policy.id} policy={policy} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function PolicyCard({ policy }: { readonly policy: PolicyRecord }) {
  return (
    <li className={styles["policy"]}>
      <header>
        <h2>
          <PageLink data-row-link to={addresses.policy(policy.id)}>
            {policy.name}
          </PageLink>
        </h2>
        <span className={styles["states"]}>
          {policy.proposal === null ? null : <StateBadge state="in-review" word="A change waits" />}
          {policy.mode === "evaluate" ? (
            <StateBadge state="draft" word="Tried out" />
          ) : policy.satisfiable ? (
            <StateBadge state="approved" word="Can be satisfied" />
          ) : (
            <StateBadge state="stale" word="Not everywhere" />
          )}
        </span>
      </header>
      <p className={styles["applies"]}>
        <ScopePath scope={policy.scope} /> <span>{appliesTo(policy)}</span>
      </p>
      <Requirements requirements={policy.requirements} termTexts={policy.termTexts} />
    </li>
  );
}
