import type { RequestRecord, ReviewRecord, TimelineEntry } from "@countersign/core";
import { IconArrowBackUp, IconCircleCheck, IconMessage, IconPoint } from "@tabler/icons-react";
import { useState } from "react";
import { ActionButton } from "../interface/action-button.tsx";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import styles from "./conversation.module.css";
import { type ConversationItem, conversationOf } from "./conversation-items.ts";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { eventWords } from "./event-words.ts";
import { Thread } from "./thread.tsx";
import { threadElement } from "./thread-element.ts";

/** Everything that happened, in order: events, verdicts and what was said. */
export function Conversation({ request }: { readonly request: RequestRecord }) {
  return (
    <section aria-labelledby="conversation">
      <h2 id="conversation" className={styles["heading"]}>
        What happened
      </h2>
      <ol className={styles["items"]}>
        {conversationOf(request).map((item) => (
          <Item key={keyOf(item)} item={item} request={request} />
        ))}
      </ol>
    </section>
  );
}

function Item({ item, request }: { readonly item: ConversationItem; readonly request: RequestRecord }) {
  switch (item.type) {
    case "event":
      return <Event entry={item.entry} />;
    case "review":
      return <Review review={item.review} request={request} />;
    case "thread":
      return (
        <li className={styles["item"]}>
          <IconMessage size={16} aria-hidden />
          <Thread request={request} thread={item.thread} id={threadElement(item.thread.first.id)} />
        </li>
      );
  }
}

function keyOf(item: ConversationItem): string {
  switch (item.type) {
    case "event":
      return `event ${item.at} ${item.entry.event}`;
    case "review":
      return `review ${item.review.id}`;
    case "thread":
      return `thread ${item.thread.first.id}`;
  }
}

function Event({ entry }: { readonly entry: TimelineEntry }) {
  const { words, note, digest } = eventWords(entry);
  return (
    <li className={styles["item"]}>
      <IconPoint size={16} aria-hidden />
      <div>
        <p>
          <Person principal={entry.actor} plain /> {words}{" "}
          {digest === null ? null : <CopyableId id={digest} what="digest" />}{" "}
          <span className={styles["quiet"]}>
            <When at={entry.at} />
          </span>
        </p>
        {note === null ? null : <p className={styles["body"]}>{note}</p>}
      </div>
    </li>
  );
}

const verdicts = {
  approve: { Icon: IconCircleCheck, words: "approved it" },
  request_changes: { Icon: IconArrowBackUp, words: "asked for changes" },
  comment: { Icon: IconMessage, words: "commented" },
} as const;

function Review({ review, request }: { readonly review: ReviewRecord; readonly request: RequestRecord }) {
  const { Icon, words } = verdicts[review.verdict];
  const { dismiss } = request.actions;
  const [dismissing, setDismissing] = useState(false);
  const objects = review.verdict === "request_changes" && review.counts && request.state === "changes_requested";
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
        {objects ? (
          <>
            <p className={styles["quiet"]}>It blocks until {review.reviewer.name} approves, or it is dismissed.</p>
            <ActionButton
              variant="subtle"
              size="compact-xs"
              why={dismiss.allowed ? null : dismiss.why}
              onClick={() => setDismissing(true)}
            >
              Dismiss
            </ActionButton>
          </>
        ) : null}
        {dismissing ? (
          <DismissDialog requestId={request.id} review={review} onClose={() => setDismissing(false)} />
        ) : null}
      </div>
    </li>
  );
}
