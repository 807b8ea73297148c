import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import type { RequestDialogProps } from "./publish-dialog.tsx";

/** Ends a request without a release: its requester cancels it, a reviewer rejects it. */
export function EndDialog({ request, how, onClose }: RequestDialogProps & { readonly how: "cancel" | "reject" }) {
  const [reason, setReason] = useState("");
  const rejects = how === "reject";
  const end = useAct(
    (client, _input: null) =>
      rejects
        ? client.request.reject({ requestId: request.id, reason })
        : client.request.cancel({ requestId: request.id, ...(reason === "" ? {} : { reason }) }),
    { done: rejects ? "Rejected." : "Cancelled." },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await end.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`${rejects ? "Reject" : "Cancel"} #${request.number}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>The request ends without a release. What is served stays as it is; a new request can propose it again.</p>
          <Textarea
            data-autofocus
            label="Why"
            required={rejects}
            withAsterisk={false}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorNotice error={end.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep it open
            </Button>
            <Button type="submit" color="red" loading={end.pending}>
              {rejects ? "Reject" : "Cancel the request"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
