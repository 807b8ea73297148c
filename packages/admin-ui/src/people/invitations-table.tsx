import type { InvitationRecord } from "@countersign/core";
import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import type { May } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Person } from "../interface/person.tsx";
import { useScopeOptions } from "../interface/scope-picker.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import type { ShownState } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";

const states: Readonly<Record<InvitationRecord["state"], readonly [state: ShownState, word: string]>> = {
  open: ["in-review", "Open"],
  accepted: ["active", "Accepted"],
  revoked: ["cancelled", "Revoked"],
  expired: ["expired", "Expired"],
};

/** Who was invited, by whom, and what became of it. */
export function InvitationsTable({ may, onInvite }: { readonly may: May; onInvite(): void }) {
  const paged = usePages(["invitation", "list"], (client, page, options) => client.invitation.list(page, options), {
    enabled: may.allowed,
  });
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options), { fresh: 60_000 });
  const scopes = useScopeOptions();
  const [revoking, setRevoking] = useState<InvitationRecord | null>(null);
  const revoke = useAct((client, invitationId: string) => client.invitation.revoke({ invitationId }), {
    done: "The invitation is revoked; its link opens nothing.",
  });
  const columns = useMemo(() => {
    const roleName = (id: string) => roles.data?.find((role) => role.id === id)?.name ?? "a role";
    const place = (id: string) => scopes.find((scope) => scope.id === id)?.path ?? "a place you may not see";
    return invitationColumns(
      ({ bindings }) => bindings.map(({ roleId, scopeId }) => `${roleName(roleId)} at ${place(scopeId)}`),
      setRevoking,
    );
  }, [roles.data, scopes]);
  if (!may.allowed) return <p>{may.why}</p>;
  return (
    <Loaded query={paged.query} shape={<TableShape rows={3} />}>
      {() => (
        <>
          <DataTable
            label="Invitations"
            columns={columns}
            rows={paged.rows}
            rowId={(invitation) => invitation.id}
            paged={paged}
            noun="invitations"
            empty={
              <EmptyState
                icon={<IconMail size={20} />}
                title="Nobody is invited"
                action={<Button onClick={onInvite}>Invite</Button>}
              >
                An invitation is a link with roles and groups in it. You send it yourself.
              </EmptyState>
            }
          />
          <FormDialog
            opened={revoking !== null}
            onClose={() => setRevoking(null)}
            title="Revoke this invitation?"
            verb="Revoke"
            destructive
            pending={revoke.pending}
            error={revoke.error}
            onSubmit={() => {
              void revoke.run(revoking?.id ?? "").then((answer) => {
                if (answer !== undefined) setRevoking(null);
              });
            }}
          >
            The link sent to {revoking?.email} opens nothing from then on. You can invite them again.
          </FormDialog>
        </>
      )}
    </Loaded>
  );
}

function invitationColumns(
  gives: (invitation: InvitationRecord) => readonly string[],
  onRevoke: (invitation: InvitationRecord) => void,
): readonly Column<InvitationRecord>[] {
  return [
    { id: "email", header: "Address", cell: (invitation) => invitation.email },
    {
      id: "state",
      header: "State",
      cell: ({ state }) => <StateBadge state={states[state][0]} word={states[state][1]} />,
    },
    {
      id: "gives",
      header: "Gives",
      cell: (invitation) => {
        const groups = invitation.groupIds.length;
        return (
          [...gives(invitation), ...(groups === 0 ? [] : [groups === 1 ? "1 group" : `${groups} groups`])].join(", ") ||
          "membership alone"
        );
      },
    },
    { id: "by", header: "Invited by", width: "11rem", cell: ({ invitedBy }) => <Person principal={invitedBy} /> },
    {
      id: "ends",
      header: "Link ends",
      cell: ({ state, expiresAt }) => (state === "open" || state === "expired" ? <When at={expiresAt} /> : null),
    },
    {
      id: "actions",
      header: "",
      align: "right",
      cell: (invitation) =>
        invitation.state === "open" ? (
          <Button
            variant="default"
            aria-label={`Revoke the invitation of ${invitation.email}`}
            onClick={() => onRevoke(invitation)}
          >
            Revoke
          </Button>
        ) : null,
    },
  ];
}
