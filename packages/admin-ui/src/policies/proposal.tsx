import type { PolicyProposalRecord, PolicyRecord } from "@countersign/core";
import { Group } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconHourglass } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMe } from "../client/me.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { useGo } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import { appliesTo } from "./policy-words.ts";
import styles from "./proposal.module.css";
import { proposalReasons } from "./proposal-decision.ts";
import { useIsOwner } from "./use-is-owner.ts";

type Verdict = "accept" | "reject" | "withdraw";

const verdictWords: Readonly<
  Record<Verdict, { readonly title: string; readonly verb: string; readonly text: string }>
> = {
  accept: {
    title: "Accept the change?",
    verb: "Accept",
    text: "It acts at once: releases need what it asks for from then on.",
  },
  reject: { title: "Reject the change?", verb: "Reject", text: "The policy stays as it is." },
  withdraw: { title: "Withdraw the change?", verb: "Withdraw", text: "The policy stays as it is." },
};

export interface ProposalProps {
  readonly policy: PolicyRecord;
  readonly proposal: PolicyProposalRecord;
}

/** A loosening that waits: what would change, who wants it and why, and who decides. */
export function Proposal({ policy, proposal }: ProposalProps) {
  const me = useMe();
  const go = useGo();
  const isOwner = useIsOwner();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const decide = useAct(
    (client, chosen: Verdict) => client.policy.decide({ proposalId: proposal.id, verdict: chosen }),
    { done: (_, chosen) => `The change is ${chosen === "withdraw" ? "withdrawn" : `${chosen}ed`}.` },
  );
  const approve = useAct((client, approves: boolean) => client.policy.approve({ proposalId: proposal.id, approves }), {
    done: (_, approves) => (approves ? "You approved the change." : "Your approval is taken back."),
  });
  const why = proposalReasons(proposal, { id: me.principal.id, isOwner }, new Date());
  const words = verdict === null ? null : verdictWords[verdict];
  return (
    <section className={styles["proposal"]} aria-label="A change that waits for its decision">
      <h2>
        <IconHourglass size={16} aria-hidden />
        {proposal.proposed === null ? "It is proposed that this policy goes" : "A looser version is proposed"}
      </h2>
      {proposal.proposed === null ? null : (
        <dl className={styles["sides"]}>
          <div>
            <dt>Now</dt>
            <dd>{appliesTo(policy)}</dd>
            {[...policy.requirements.map(({ text }) => text), ...policy.termTexts].map((text) => (
              <dd key={text}>{text}</dd>
            ))}
          </div>
          <div>
            <dt>Proposed</dt>
            <dd>{appliesTo(proposal.proposed)}</dd>
            {proposal.proposed.mode === "evaluate" ? <dd>tried out alone: it would hold nothing up</dd> : null}
            {proposal.proposedTexts.map((text) => (
              <dd key={text}>{text}</dd>
            ))}
          </div>
        </dl>
      )}
      <p>
        <Person principal={proposal.proposedBy} plain /> proposed it <When at={proposal.proposedAt} />
        {proposal.reason === "" ? "." : `: “${proposal.reason}”`}
      </p>
      <p className={styles["rule"]}>
        {proposal.actsAt === null ? (
          "It takes what the policy asks for itself, and an owner who did not propose it. Until then the policy stays as it stands."
        ) : (
          <>
            It takes what the policy asks for itself. There is one owner only, so it can be accepted 24 hours after it
            was proposed (<When at={proposal.actsAt} />
            ), visibly. Until then the policy stays as it stands.
          </>
        )}
      </p>
      <ul className={styles["approvals"]} aria-label="Approvals of this change">
        {proposal.requirements.map(({ text, required, metBy, eligibleCount }) => (
          <li key={text} data-met={metBy.length >= required}>
            {metBy.length >= required ? (
              <IconCircleCheck size={16} aria-hidden />
            ) : (
              <IconCircleDashed size={16} aria-hidden />
            )}
            <span>
              {text}:{" "}
              {metBy.length === 0
                ? `missing; ${eligibleCount === 1 ? "1 person could" : `${eligibleCount} people could`}`
                : metBy.map(({ name }) => name).join(", ")}
            </span>
          </li>
        ))}
        {proposal.approvals.flatMap(({ by, whyNot }) =>
          whyNot === null ? [] : [<li key={by.id}>{`The approval of ${by.name} does not count. ${whyNot}`}</li>],
        )}
      </ul>
      <ErrorNotice error={approve.error} />
      <Group gap="xs">
        <ActionButton
          why={proposal.approve.allowed ? null : proposal.approve.why}
          pending={approve.pending}
          variant={proposal.approved ? "default" : "filled"}
          onClick={() => void approve.run(!proposal.approved)}
        >
          {proposal.approved ? "Take my approval back" : "Approve"}
        </ActionButton>
        <ActionButton why={why.accept} onClick={() => setVerdict("accept")}>
          Accept
        </ActionButton>
        <ActionButton variant="default" why={why.reject} onClick={() => setVerdict("reject")}>
          Reject
        </ActionButton>
        <ActionButton variant="default" why={why.withdraw} onClick={() => setVerdict("withdraw")}>
          Withdraw
        </ActionButton>
      </Group>
      <FormDialog
        opened={words !== null}
        onClose={() => setVerdict(null)}
        title={words?.title ?? ""}
        verb={words?.verb ?? ""}
        destructive={verdict === "accept"}
        pending={decide.pending}
        error={decide.error}
        onSubmit={() => {
          if (verdict === null) return;
          void decide.run(verdict).then((answer) => {
            if (answer === undefined) return;
            setVerdict(null);
            if (answer.policy === null) go(addresses.policies());
          });
        }}
      >
        {words?.text}
      </FormDialog>
    </section>
  );
}
