import { Textarea } from "@mantine/core";
import { useState } from "react";
import { FormDialog } from "../interface/form-dialog.tsx";

export interface SuspendDialogProps {
  readonly opened: boolean;
  onClose(): void;
  readonly name: string;
  readonly pending: boolean;
  readonly error: unknown;
  onSuspend(reason: string): void;
}

/** Asks why somebody is suspended. */
export function SuspendDialog({ opened, onClose, name, pending, error, onSuspend }: SuspendDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={`Suspend ${name}?`}
      verb="Suspend"
      destructive
      why={reason.trim() === "" ? "Say why; whoever reads the audit log asks." : null}
      pending={pending}
      error={error}
      onSubmit={() => onSuspend(reason.trim())}
    >
      <p>
        {name} has nothing from that moment on: sessions and keys stop, and approvals in open requests no longer count.
        Roles and memberships stay, for when {name} is reactivated.
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
