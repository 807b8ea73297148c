import type { CountersignApi } from "@countersign/core";
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";

export interface EndDialogProps {
  readonly number: number;
  /** Its requester cancels it, a reviewer rejects it. */
  readonly how: "cancel" | "reject";
  /** What becomes of what was asked for. */
  readonly children: ReactNode;
  end(client: CountersignApi, how: "cancel" | "reject", reason: string): Promise<unknown>;
  onClose(): void;
}

/** Ends a request without what it asked for. */
export function EndDialog({ number, how, children, end: endWith, onClose }: EndDialogProps) {
  const [reason, setReason] = useState("");
  const rejects = how === "reject";
  const end = useAct((client, _input: null) => endWith(client, how, reason), {
    done: rejects ? "Rejected." : "Cancelled.",
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await end.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`${rejects ? "Reject" : "Cancel"} #${number}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>{children}</p>
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
