import type { ReviewRecord } from "@countersign/core";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { FormDialog } from "../interface/form-dialog.tsx";

export interface DismissDialogProps {
  readonly requestId: string;
  readonly review: ReviewRecord;
  onClose(): void;
}

/** Lets a request for changes block no more, with a reason that everybody reads. */
export function DismissDialog({ requestId, review, onClose }: DismissDialogProps) {
  const [reason, setReason] = useState("");
  const dismiss = useAct(
    (client, text: string) => client.request.dismissReview({ requestId, reviewId: review.id, reason: text }),
    { done: "Dismissed: it blocks no more." },
  );
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Dismiss what ${review.reviewer.name} asked for`}
      verb="Dismiss"
      destructive
      why={reason.trim() === "" ? "Say why." : null}
      pending={dismiss.pending}
      error={dismiss.error}
      onSubmit={() => void dismiss.run(reason.trim()).then((answer) => answer !== undefined && onClose())}
    >
      <p>
        It blocks the release no more, though {review.reviewer.name} has not approved. The reason stands beside it and
        in the audit log; every approval that the policies ask for is still needed.
      </p>
      <Textarea
        data-autofocus
        label="Why"
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
