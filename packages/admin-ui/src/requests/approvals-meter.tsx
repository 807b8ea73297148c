import styles from "./reviews-page.module.css";

export interface ApprovalsMeterProps {
  readonly approvals: { readonly counted: number; readonly required: number };
}

/** How many of the approvals that are asked for are there. */
export function ApprovalsMeter({ approvals }: ApprovalsMeterProps) {
  return (
    <span className={styles["approvals"]}>
      <meter
        min={0}
        max={Math.max(approvals.required, 1)}
        value={approvals.required === 0 ? 1 : approvals.counted}
        aria-label={`${approvals.counted} of ${approvals.required} approvals`}
      />
      {approvals.counted} of {approvals.required}
    </span>
  );
}
