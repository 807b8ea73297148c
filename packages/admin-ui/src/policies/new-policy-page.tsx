import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMay } from "../client/may.ts";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { SaveBar } from "../interface/save-bar.tsx";
import { newPolicyDraft, type PolicyDraft, policyProblem, requirementsOf, termsOf } from "./policy-draft.ts";
import { PolicyForm } from "./policy-form.tsx";

/** What should production demand? */
export function NewPolicyPage() {
  const go = useGo();
  const [draft, setDraft] = useState(newPolicyDraft);
  const [created, setCreated] = useState(false);
  const may = useMay("policy:manage", draft.scopeId);
  const create = useAct(
    (client, written: PolicyDraft) =>
      client.policy.create({
        name: written.name.trim(),
        scopeId: written.scopeId ?? "",
        labelPattern: written.labelPattern,
        kinds: written.kinds,
        mode: written.mode,
        requirements: requirementsOf(written) ?? [],
        terms: termsOf(written) ?? {},
      }),
    {
      done: (policy) => (policy.mode === "enforce" ? `${policy.name} is in force.` : `${policy.name} is tried out.`),
    },
  );
  const save = async () => {
    const policy = await create.run(draft);
    if (policy === undefined) return;
    // The bar must not ask about leaving what has just been saved.
    setCreated(true);
    setTimeout(() => go(addresses.policy(policy.id), { replace: true }));
  };
  return (
    <Page
      title="New policy"
      trail={<PageLink to={addresses.policies()}>Policies</PageLink>}
      question="It is in force as soon as it is created. What labels serve already is shown as unreviewed from then on."
    >
      <PolicyForm draft={draft} onChange={setDraft} stored={false} />
      <ErrorNotice error={create.error} />
      <SaveBar
        unsaved={created ? null : "A new policy."}
        asks={draft !== newPolicyDraft}
        verb="Create policy"
        why={policyProblem(draft) ?? may.why}
        pending={create.pending}
        onDiscard={() => setDraft(newPolicyDraft)}
        onSave={() => void save()}
      />
    </Page>
  );
}
