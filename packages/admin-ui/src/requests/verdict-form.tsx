import { Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { ActionButton } from "../interface/action-button.tsx";
import styles from "./decision-panel.module.css";

/** What a person says of a request. */
type SaidVerdict = "comment" | "request_changes" | "approve";

interface VerdictFormProps {
  readonly body: string;
  readonly onBody: (body: string) => void;
  /** Why one may not; `null` where one may. */
  readonly why: Readonly<Record<SaidVerdict, string | null>>;
  /** What is on its way. */
  readonly pending: Readonly<Record<SaidVerdict, boolean>>;
  /** Whether approving is what comes next. */
  readonly approves: boolean;
  readonly onVerdict: (verdict: SaidVerdict) => void;
}

/** A verdict on a request, with words or without; a comment is nothing but words. */
export function VerdictForm({ body, onBody, why, pending, approves, onVerdict }: VerdictFormProps) {
  return (
    <>
      <Textarea
        aria-label="What you have to say"
        placeholder="What you have to say (optional with a verdict)"
        autosize
        minRows={2}
        value={body}
        onChange={(event) => onBody(event.currentTarget.value)}
      />
      <div className={styles["verdicts"]}>
        <ActionButton
          variant="default"
          why={why.comment ?? (body.trim() === "" ? "Write something first." : null)}
          pending={pending.comment}
          onClick={() => onVerdict("comment")}
        >
          Comment
        </ActionButton>
        <ActionButton
          variant="default"
          why={why.request_changes}
          pending={pending.request_changes}
          onClick={() => onVerdict("request_changes")}
        >
          Request changes
        </ActionButton>
        <ActionButton
          variant={approves ? "filled" : "default"}
          why={why.approve}
          pending={pending.approve}
          leftSection={<IconCheck size={15} />}
          onClick={() => onVerdict("approve")}
        >
          Approve
        </ActionButton>
      </div>
    </>
  );
}
