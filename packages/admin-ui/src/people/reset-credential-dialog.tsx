import type { MemberRecord } from "@countersign/core";
import { Button, Modal, Stack } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { oneTimeLink } from "../interface/one-time-link.ts";
import { ShownOnce } from "../interface/shown-once.tsx";
import { When } from "../interface/when.tsx";

interface Reset {
  readonly token: string;
  readonly expiresAt: string;
}

/** Makes a link with which somebody sets a new password, and shows it once. */
export function ResetCredentialDialog({ member, onClose }: { readonly member: MemberRecord; onClose(): void }) {
  const router = useRouter();
  const [made, setMade] = useState<Reset | null>(null);
  const reset = useAct((client, memberId: string) => client.member.resetCredential({ memberId }));
  const submit = async () => {
    const answer = await reset.run(member.id);
    if (answer !== undefined) setMade(answer);
  };
  if (made !== null) {
    return (
      <Modal opened onClose={onClose} title={`A link for ${member.name}`} size="lg">
        <Stack gap="md">
          <p>
            Whoever opens it sets the password of {member.email}. It ends <When at={made.expiresAt} />.
          </p>
          <ShownOnce what="Link" secret={oneTimeLink(window.location.href, router.basepath, made.token)} />
          <Button onClick={onClose}>Done</Button>
        </Stack>
      </Modal>
    );
  }
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Reset the sign-in of ${member.name}?`}
      verb="Make a link"
      pending={reset.pending}
      error={reset.error}
      onSubmit={() => void submit()}
    >
      You get a link, shown once, with which {member.name} sets a new password. Send it yourself, in a way that only
      they read. It is in the audit log that you made it.
    </FormDialog>
  );
}
