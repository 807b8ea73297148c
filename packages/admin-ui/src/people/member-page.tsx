import type { MemberRecord } from "@countersign/core";
import { IconKey, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAddressPart } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Facts } from "../interface/facts.tsx";
import { LoadedPage } from "../interface/loaded-page.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { BindingsSection } from "./bindings-section.tsx";
import { EffectiveSection } from "./effective-section.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { ResetCredentialDialog } from "./reset-credential-dialog.tsx";
import { SuspendDialog } from "./suspend-dialog.tsx";

/** Who is this person, and what can they do? */
export function MemberPage() {
  const memberId = useAddressPart("memberId");
  const member = useAsk(["member", "get", memberId], (client, options) => client.member.get({ memberId }, options));
  return <LoadedPage query={member}>{(data) => <OneMember member={data} />}</LoadedPage>;
}

type Dialog = "suspend" | "remove" | "reset";

function OneMember({ member }: { readonly member: MemberRecord }) {
  const may = useMay("member:manage", null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const suspend = useAct(
    (client, input: { readonly memberId: string; readonly reason: string }) => client.member.suspend(input),
    {
      done: `${member.name} is suspended. Sessions and keys stopped at once.`,
      undo: (client, { memberId }) => client.member.reactivate({ memberId }),
    },
  );
  const reactivate = useAct((client, memberId: string) => client.member.reactivate({ memberId }), {
    done: `${member.name} is let in again.`,
  });
  const suspended = member.state === "suspended";
  const principal = { type: "user", id: member.id, name: member.name } as const;
  return (
    <Page
      title={member.name}
      trail={<PageLink to={addresses.members()}>People</PageLink>}
      badge={<StateBadge state={member.state} />}
      question={member.email}
      actions={
        <>
          <ActionButton
            variant="default"
            why={may.why}
            leftSection={<IconKey size={14} aria-hidden />}
            onClick={() => setDialog("reset")}
          >
            Reset sign-in
          </ActionButton>
          {suspended ? (
            <ActionButton
              variant="default"
              why={may.why}
              pending={reactivate.pending}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => void reactivate.run(member.id)}
            >
              Reactivate
            </ActionButton>
          ) : (
            <ActionButton
              variant="default"
              why={may.why}
              leftSection={<IconPlayerPause size={14} aria-hidden />}
              onClick={() => setDialog("suspend")}
            >
              Suspend
            </ActionButton>
          )}
          <ActionButton
            variant="default"
            color="red"
            why={may.why}
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => setDialog("remove")}
          >
            Remove
          </ActionButton>
        </>
      }
    >
      <ErrorNotice error={reactivate.error} />
      <Facts
        facts={[
          ["Id", <CopyableId key="id" id={member.id} />],
          ["Last seen", <When key="seen" at={member.lastUsedAt} />],
          ["Joined", <When key="joined" at={member.createdAt} />],
          [
            "Groups",
            member.groups.length === 0
              ? "none"
              : member.groups.map((group, index) => (
                  <span key={group.id}>
                    {index === 0 ? "" : ", "}
                    <PageLink to={addresses.group(group.id)}>{group.name}</PageLink>
                  </span>
                )),
          ],
          [
            "Keys",
            <PageLink key="keys" to={addresses.keys({ principal: member.id })}>
              Keys that act as {member.name}
            </PageLink>,
          ],
        ]}
      />
      <BindingsSection holder={{ ...principal, type: "principal" }} bindings={member.bindings} />
      <EffectiveSection principal={principal} />
      <SuspendDialog
        opened={dialog === "suspend"}
        onClose={close}
        name={member.name}
        pending={suspend.pending}
        error={suspend.error}
        onSuspend={(reason) => {
          void suspend.run({ memberId: member.id, reason }).then((answer) => {
            if (answer !== undefined) close();
          });
        }}
      />
      {dialog === "remove" ? <RemoveMemberDialog member={member} onClose={close} /> : null}
      {dialog === "reset" ? <ResetCredentialDialog member={member} onClose={close} /> : null}
    </Page>
  );
}
