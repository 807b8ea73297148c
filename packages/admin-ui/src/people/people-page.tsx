import { Tabs } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { useMay } from "../client/may.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { InvitationsTable } from "./invitations-table.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MembersTable } from "./members-table.tsx";
import { membersSearch } from "./people-search.ts";

/** Who is here, and what can they do? */
export function PeoplePage() {
  const search = useSearchOf(membersSearch);
  const setSearch = useSetSearch<typeof search>();
  const invite = useMay("member:invite", null);
  const [inviting, setInviting] = useState(false);
  const tab = search.tab ?? "members";
  return (
    <Page
      title="People"
      question="Who is here, and what they can do."
      wide
      actions={
        <ActionButton
          why={invite.why}
          leftSection={<IconUserPlus size={14} aria-hidden />}
          onClick={() => setInviting(true)}
        >
          Invite
        </ActionButton>
      }
    >
      <Tabs value={tab} onChange={(chosen) => setSearch({ tab: chosen === "invitations" ? "invitations" : undefined })}>
        <Tabs.List>
          <Tabs.Tab value="members">Members</Tabs.Tab>
          <Tabs.Tab value="invitations">Invitations</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="members" pt="md">
          {tab === "members" ? (
            <MembersTable search={search.search ?? ""} onSearch={(text) => setSearch({ search: text || undefined })} />
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="invitations" pt="md">
          {tab === "invitations" ? <InvitationsTable may={invite} onInvite={() => setInviting(true)} /> : null}
        </Tabs.Panel>
      </Tabs>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  );
}
