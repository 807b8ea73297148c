import type { PolicyRecord } from "@countersign/core";
import { Stack, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { Facts } from "../interface/facts.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { SaveBar } from "../interface/save-bar.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { Section } from "../interface/section.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { draftOf, type PolicyDraft, policyProblem, requirementsOf, savingEffect, termsOf } from "./policy-draft.ts";
import { PolicyForm } from "./policy-form.tsx";
import { appliesTo } from "./policy-words.ts";
import { Proposal } from "./proposal.tsx";
import { Requirements } from "./requirements.tsx";
import { Trials } from "./trials.tsx";

/** What does this policy demand, and how is it changed? */
export function PolicyPage() {
  const policyId = useAddressPart("policyId");
  const policy = useAsk(["policy", "get", policyId], (client, options) => client.policy.get({ policyId }, options));
  return (
    <LoadedPage query={policy}>{(data) => <OnePolicy key={`${data.id} ${data.version}`} policy={data} />}</LoadedPage>
  );
}

function OnePolicy({ policy }: { readonly policy: PolicyRecord }) {
  const may = useMay("policy:manage", policy.scope.id);
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(policy));
  const [dialog, setDialog] = useState<"save" | "delete" | null>(null);
  const [reason, setReason] = useState("");
  const effect = savingEffect(policy, draft);
  const close = () => setDialog(null);
  const update = useAct(
    (client, input: { readonly draft: PolicyDraft; readonly reason: string }) =>
      client.policy.update({
        policyId: policy.id,
        labelPattern: input.draft.labelPattern,
        kinds: input.draft.kinds,
        mode: input.draft.mode,
        requirements: requirementsOf(input.draft) ?? [],
        terms: termsOf(input.draft) ?? {},
        ...(input.reason === "" ? {} : { reason: input.reason }),
      }),
    {
      done: (answer) =>
        answer.proposal === null ? `${answer.name} is in force as changed.` : "The change waits for an owner.",
    },
  );
  const remove = useAct((client, said: string) => client.policy.delete({ policyId: policy.id, reason: said }), {
    done: "That the policy goes is proposed; it stays in force until an owner decides.",
  });
  const then = (done: Promise<unknown>) => {
    void done.then((answer) => {
      if (answer === undefined) return;
      close();
      setReason("");
      setDraft(draftOf(policy));
    });
  };
  const waits = policy.proposal === null ? null : "A change of this policy waits for its decision. Decide it first.";
  return (
    <Page
      title={policy.name}
      trail={<PageLink to={addresses.policies()}>Policies</PageLink>}
      badge={
        policy.mode === "evaluate" ? (
          <StateBadge state="draft" word="Tried out" />
        ) : policy.satisfiable ? (
          <StateBadge state="approved" word="Can be satisfied" />
        ) : (
          <StateBadge state="stale" word="Not everywhere" />
        )
      }
      question={
        policy.satisfiable
          ? `It applies to ${appliesTo(policy)}.`
          : `It applies to ${appliesTo(policy)}. Too few people could satisfy it everywhere there: it blocks every release at a place where no more may review.`
      }
      actions={
        <ActionButton
          variant="default"
          color="red"
          why={may.why ?? waits}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => setDialog("delete")}
        >
          {policy.mode === "evaluate" ? "Delete" : "Propose to delete"}
        </ActionButton>
      }
    >
      {policy.proposal === null ? null : <Proposal policy={policy} proposal={policy.proposal} />}
      <Section title="In force">
        <Facts
          facts={[
            ["Where", <ScopePath key="where" scope={policy.scope} />],
            ["Applies to", appliesTo(policy)],
            ["Version", `${policy.version}`],
            ["Since", <When key="since" at={policy.updatedAt} />],
          ]}
        />
        <Requirements requirements={policy.requirements} termTexts={policy.termTexts} />
      </Section>
      <Trials policy={policy} />
      {may.allowed && policy.proposal === null ? (
        <PolicyForm draft={draft} onChange={setDraft} stored />
      ) : (
        <p>{may.why ?? waits}</p>
      )}
      <SaveBar
        unsaved={effect === "unchanged" ? null : effectWords[effect]}
        verb={effect === "becomes-a-proposal" ? "Propose" : "Save"}
        why={may.why ?? policyProblem(draft)}
        onDiscard={() => setDraft(draftOf(policy))}
        onSave={() => setDialog("save")}
      />
      <FormDialog
        opened={dialog === "save"}
        onClose={close}
        title={effect === "becomes-a-proposal" ? "Propose this change?" : "Make the policy stricter?"}
        verb={effect === "becomes-a-proposal" ? "Propose" : "Save"}
        why={effect === "becomes-a-proposal" && reason.trim() === "" ? "Say why; an owner decides by it." : null}
        pending={update.pending}
        error={update.error}
        onSubmit={() => then(update.run({ draft, reason: reason.trim() }))}
      >
        <p>
          {effect === "becomes-a-proposal"
            ? "It lets something through that the policy stops now. It acts when an owner who did not propose it accepts it; where there is one owner only, 24 hours from now at the earliest."
            : "It lets nothing new through, so it acts at once. Open requests must satisfy the policy as it was when they were opened and as it is when they are published."}
        </p>
        <Textarea
          data-autofocus
          label="Why"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FormDialog>
      <ConfirmByName
        opened={dialog === "delete"}
        onClose={close}
        title="Propose that this policy goes?"
        name={policy.name}
        verb="Propose"
        pending={remove.pending}
        error={remove.error}
        onConfirm={() => then(remove.run(reason.trim()))}
      >
        <Stack gap="sm">
          <p>It stays in force until an owner who did not propose it accepts; with one owner only, for 24 hours.</p>
          <Textarea
            label="Why"
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmByName>
    </Page>
  );
}

const effectWords = {
  "acts-at-once": "Stricter than now: acts as soon as it is saved.",
  "becomes-a-proposal": "Lets more through than now: an owner who did not propose it decides.",
} as const;
