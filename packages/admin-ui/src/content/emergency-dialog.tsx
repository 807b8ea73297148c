import type { EmergencyRecord } from "@countersign/core";
import { Alert, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Act } from "../client/act.ts";
import { addresses } from "../interface/addresses.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { useGo } from "../interface/page-link.tsx";

/** Why somebody goes past the policies; both are asked for. */
export interface EmergencyCause {
  readonly reason: string;
  readonly incident: string;
}

export interface EmergencyDialogProps {
  /** What is released where: `v4 to production`. */
  readonly what: string;
  readonly act: Act<EmergencyCause, EmergencyRecord>;
  /** Why it can't be released yet; `null` when it can. */
  readonly why?: string | null;
  /** What else is asked for. */
  readonly children?: ReactNode;
  onClose(): void;
}

/** The last look before something goes live that nobody approved. */
export function EmergencyDialog({ what, act, why = null, children, onClose }: EmergencyDialogProps) {
  const go = useGo();
  const [reason, setReason] = useState("");
  const [incident, setIncident] = useState("");
  const missing =
    reason.trim() === "" || incident.trim() === "" ? "Name the incident, and say why it cannot wait." : null;
  const submit = async () => {
    const made = await act.run({ reason: reason.trim(), incident: incident.trim() });
    if (made === undefined) return;
    onClose();
    go(addresses.emergency(made.id));
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Release ${what} in an emergency`}
      verb="Release without approvals"
      destructive
      why={why ?? missing}
      pending={act.pending}
      error={act.error}
      onSubmit={() => void submit()}
    >
      <Alert color="orange" icon={<IconAlertTriangle size={18} />}>
        It goes live at once, and is shown as unreviewed everywhere. Everybody who may review it is told now, and has to
        look at it afterwards. Once that is overdue, you make no other emergency release until it is done.
      </Alert>
      {children}
      <TextInput
        data-autofocus
        label="Incident"
        description="The number or address of what it answers"
        value={incident}
        onChange={(event) => setIncident(event.currentTarget.value)}
      />
      <Textarea
        label="Why it cannot wait for the approvals"
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
