import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { describeFailure, isPassing } from "../client/failure.ts";
import { CopyableId } from "./copyable-id.tsx";
import styles from "./error-notice.module.css";

export interface ErrorNoticeProps {
  /** Whatever a call rejected with; `null` and `undefined` show nothing. */
  readonly error: unknown;
  /** Offers to try again, where that may help. */
  readonly onRetry?: () => void;
}

/** A refusal or failure: the thing and the rule, the remedy, and the request id. Read out as soon as it appears. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  if (error === null || error === undefined) return null;
  const failure = describeFailure(error);
  return (
    <div className={styles["notice"]} role="alert">
      <IconAlertCircle size={18} className={styles["icon"]} aria-hidden />
      <div className={styles["body"]}>
        <p className={styles["message"]}>{failure.message}</p>
        {failure.remedy === null ? null : <p>{failure.remedy}</p>}
        {failure.requestId === null ? null : (
          <p className={styles["request"]}>
            Request id <CopyableId id={failure.requestId} />
          </p>
        )}
        {onRetry !== undefined && isPassing(error) ? (
          <Button variant="default" mt="xs" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
