import type { TreeRequestRecord } from "@countersign/core";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { treeChangeLine } from "../content/tree-change-words.ts";
import { FormDialog } from "../interface/form-dialog.tsx";

export interface TreePublishDialogProps {
  readonly request: TreeRequestRecord;
  onClose(): void;
}

/** The last look before addresses change. */
export function TreePublishDialog({ request, onClose }: TreePublishDialogProps) {
  const [reason, setReason] = useState("");
  const publish = useAct(
    (client, _input: null) =>
      client.treeRequest.publish({
        requestId: request.id,
        digest: request.digest,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    { done: "Carried out." },
  );
  const gone = request.touched.flatMap(({ before, after }) =>
    before === null || before.address === after?.address ? [] : [before.address],
  );
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Carry it out"
      verb="Carry it out"
      pending={publish.pending}
      error={publish.error}
      onSubmit={() => {
        void publish.run(null).then((answer) => {
          if (answer !== undefined) onClose();
        });
      }}
    >
      <p>
        <strong>{treeChangeLine(request.change)}.</strong>
      </p>
      {gone.length === 0 ? null : (
        <p>
          Applications that fetch {[...new Set(gone)].join(", ")} under a label named here get nothing there from now
          on.
        </p>
      )}
      <p>Policies, reviews and the requester's own right are checked once more in the moment it is carried out.</p>
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
