import { useAct } from "../client/act.ts";
import { type EmergencyCause, EmergencyDialog } from "../content/emergency-dialog.tsx";
import type { RequestDialogProps } from "./publish-dialog.tsx";

/** Releases what a request proposes, without the approvals. */
export function EmergencyRelease({ request, onClose }: RequestDialogProps) {
  const { target, digest } = request;
  const release = useAct(
    (client, cause: EmergencyCause) => client.emergency.releaseRequest({ requestId: request.id, digest, ...cause }),
    { done: `Released: ${target.label} serves it, unreviewed.` },
  );
  return <EmergencyDialog what={`#${request.number} to ${target.label}`} act={release} onClose={onClose} />;
}
