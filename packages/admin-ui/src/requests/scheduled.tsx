import type { RequestRecord } from "@countersign/core";
import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconClockHour4 } from "@tabler/icons-react";
import { useAct } from "../client/act.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";

/** The hour that a request waits for, or why its last one did not come off. */
export function Scheduled({ request }: { readonly request: RequestRecord }) {
  const [last] = request.schedules;
  const { unschedule } = request.actions;
  const cancel = useAct((client, _input: null) => client.request.unschedule({ requestId: request.id }), {
    done: "Taken back: it goes live when somebody publishes it.",
  });
  if (last === undefined || request.state === "published") return null;
  if (last.state === "failed") {
    return (
      <Alert color="orange" icon={<IconAlertTriangle size={18} />} title="It did not go live at its hour">
        {last.failure} It was scheduled for <When at={last.publishAt} /> by <Person principal={last.by} plain />.
      </Alert>
    );
  }
  if (last.state !== "waiting") return null;
  return (
    <Alert color="blue" icon={<IconClockHour4 size={18} />} title="Scheduled">
      It goes live <When at={last.publishAt} /> as <Person principal={last.by} plain />, if everything still allows it
      then.{" "}
      <ActionButton
        variant="subtle"
        size="compact-xs"
        why={unschedule.allowed ? null : unschedule.why}
        pending={cancel.pending}
        onClick={() => void cancel.run(null)}
      >
        Take it back
      </ActionButton>
      <ErrorNotice error={cancel.error} />
    </Alert>
  );
}
