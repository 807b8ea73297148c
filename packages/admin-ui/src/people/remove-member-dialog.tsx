import type { MemberRecord } from "@countersign/core";
import { Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { useGo } from "../interface/page-link.tsx";

/** Removes somebody from the organization, after their name was typed. */
export function RemoveMemberDialog({ member, onClose }: { readonly member: MemberRecord; onClose(): void }) {
  const go = useGo();
  const [reason, setReason] = useState("");
  const remove = useAct(
    (client, input: { readonly memberId: string; readonly reason: string }) => client.member.remove(input),
    { done: `${member.name} is removed.` },
  );
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={`Remove ${member.name}?`}
      name={member.name}
      verb="Remove"
      pending={remove.pending}
      error={remove.error}
      onConfirm={() => {
        void remove.run({ memberId: member.id, reason: reason.trim() }).then((answer) => {
          if (answer !== undefined) go(addresses.members());
        });
      }}
    >
      <Stack gap="sm">
        <p>
          Their roles, group memberships and keys go. What they wrote, approved and published stays under their name.
          Invited again, they get nothing of this back.
        </p>
        <Textarea
          label="Why"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmByName>
  );
}
