import type { ReviewRecord } from "@countersign/core";
import { IconArrowBackUp, IconCircleCheck, IconMessage } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import styles from "./conversation.module.css";

const verdicts = {
  approve: { Icon: IconCircleCheck, words: "approved it" },
  request_changes: { Icon: IconArrowBackUp, words: "asked for changes" },
  comment: { Icon: IconMessage, words: "commented" },
} as const;

export interface ConversationReviewProps {
  readonly review: ReviewRecord;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** Somebody's verdict, and why it does not count where it does not. */
export function ConversationReview({ review, children }: ConversationReviewProps) {
  const { Icon, words } = verdicts[review.verdict];
  return (
    <li className={styles["item"]} data-verdict={review.counts ? review.verdict : "none"}>
      <Icon size={16} aria-hidden />
      <div>
        <p>
          <Person principal={review.reviewer} plain /> {words}{" "}
          <span className={styles["quiet"]}>
            <When at={review.at} />
          </span>
        </p>
        {review.body === "" ? null : <p className={styles["body"]}>{review.body}</p>}
        {review.dismissal !== null ? (
          <p className={styles["quiet"]}>
            Dismissed by <Person principal={review.dismissal.by} plain />: {review.dismissal.reason}
          </p>
        ) : review.whyNot === null ? null : (
          <p className={styles["quiet"]}>Does not count: {review.whyNot}</p>
        )}
        {children}
      </div>
    </li>
  );
}
