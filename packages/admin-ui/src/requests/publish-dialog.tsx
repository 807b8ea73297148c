import type { RequestRecord } from "@countersign/core";
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { CopyableId } from "../interface/copyable-id.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";

export interface RequestDialogProps {
  readonly request: RequestRecord;
  onClose(): void;
}

/** The last look before something goes live. */
export function PublishDialog({ request, onClose }: RequestDialogProps) {
  const [reason, setReason] = useState("");
  const { target, comparison, digest } = request;
  const before = comparison.before?.versionNumber ?? null;
  const publish = useAct(
    (client, _input: null) =>
      client.request.publish({
        requestId: request.id,
        digest,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    { done: ({ release }) => `Published: ${release.label} serves v${release.versionNumber ?? "?"}.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await publish.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Publish to ${target.label}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>
            <strong>
              {target.workspaceName}/{target.path}
            </strong>{" "}
            {before === null ? "serves something for the first time" : `stops serving v${before}`} and every application
            that fetches <strong>{target.label}</strong> gets <CopyableId id={digest} what="digest" /> from now on.
          </p>
          <p>Policies and reviews are checked once more in the moment of publishing.</p>
          <Textarea
            label="Note for the history"
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorNotice error={publish.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Not yet
            </Button>
            <Button type="submit" loading={publish.pending} data-autofocus>
              Publish
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
