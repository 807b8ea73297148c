import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import type { RequestDialogProps } from "./publish-dialog.tsx";
import { instantOf } from "./schedule-words.ts";

/** Lets an approved request go live at an hour. */
export function ScheduleDialog({ request, onClose }: RequestDialogProps) {
  const [hour, setHour] = useState("");
  const [reason, setReason] = useState("");
  const publishAt = instantOf(hour);
  const schedule = useAct(
    (client, at: string) =>
      client.request.schedule({
        requestId: request.id,
        digest: request.digest,
        publishAt: at,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    { done: "Scheduled. Everything is decided again at its hour." },
  );
  const submit = async () => {
    if (publishAt !== null && (await schedule.run(publishAt)) !== undefined) onClose();
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Publish to ${request.target.label} at an hour`}
      verb="Schedule"
      why={publishAt === null ? "Choose an hour." : null}
      pending={schedule.pending}
      error={schedule.error}
      onSubmit={() => void submit()}
    >
      <p>
        It is published as you, with what you may do then. Policies, reviews and the label are looked at again at its
        hour; what is not allowed then does not happen, and you are told.
      </p>
      <TextInput
        data-autofocus
        type="datetime-local"
        label="Hour"
        description="In your own time zone"
        value={hour}
        onChange={(event) => setHour(event.currentTarget.value)}
      />
      <Textarea
        label="Note for the history"
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
