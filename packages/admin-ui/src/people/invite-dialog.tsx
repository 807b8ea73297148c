import { Button, Group, Modal, MultiSelect, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { oneTimeLink } from "../interface/one-time-link.ts";
import { ShownOnce } from "../interface/shown-once.tsx";
import {
  emptyInvitation,
  type InvitationDraft,
  invitationInput,
  invitationProblem,
  newGrant,
} from "./invitation-draft.ts";
import { InvitationGrant } from "./invitation-grant.tsx";

/** Invites somebody with roles and groups, and shows the link once. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const router = useRouter();
  const [draft, setDraft] = useState<InvitationDraft>(emptyInvitation);
  const groups = useAsk(["group", "list", "all"], (client, options) => client.group.list({ limit: 200 }, options));
  const [link, setLink] = useState<string | null>(null);
  const invite = useAct((client, input: ReturnType<typeof invitationInput>) => client.invitation.create(input), {
    done: (answer) => `${answer.email} is invited.`,
  });
  const submit = async () => {
    const answer = await invite.run(invitationInput(draft, new Date()));
    if (answer !== undefined) setLink(oneTimeLink(window.location.href, router.basepath, answer.token));
  };
  if (link !== null) {
    return (
      <Modal opened onClose={onClose} title={`${draft.email.trim()} is invited`} size="lg">
        <Stack gap="md">
          <p>Send this link to them. Whoever opens it first joins, so use a way that only they read.</p>
          <ShownOnce what="Invitation link" secret={link} />
          <Button onClick={onClose}>Done</Button>
        </Stack>
      </Modal>
    );
  }
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Invite somebody"
      size="lg"
      verb="Create invitation"
      why={invitationProblem(draft, new Date())}
      pending={invite.pending}
      error={invite.error}
      onSubmit={() => void submit()}
    >
      <TextInput
        data-autofocus
        type="email"
        label="E-mail"
        autoComplete="off"
        value={draft.email}
        onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
      />
      {draft.grants.map((grant) => (
        <InvitationGrant
          key={grant.key}
          grant={grant}
          onChange={(changed) =>
            setDraft({ ...draft, grants: draft.grants.map((other) => (other.key === grant.key ? changed : other)) })
          }
          onRemove={() => setDraft({ ...draft, grants: draft.grants.filter((other) => other.key !== grant.key) })}
        />
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setDraft({ ...draft, grants: [...draft.grants, newGrant(draft)] })}
        >
          Add a role
        </Button>
      </Group>
      <MultiSelect
        label="Groups"
        placeholder={draft.groupIds.length === 0 ? "None" : ""}
        searchable
        data={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={[...draft.groupIds]}
        onChange={(groupIds) => setDraft({ ...draft, groupIds })}
      />
    </FormDialog>
  );
}
