import type { RequestRecord, ReviewRecord } from "@countersign/core";
import { IconMessage } from "@tabler/icons-react";
import { useState } from "react";
import { ActionButton } from "../interface/action-button.tsx";
import styles from "./conversation.module.css";
import { ConversationEvent } from "./conversation-event.tsx";
import { type ConversationItem, conversationOf } from "./conversation-items.ts";
import { ConversationReview } from "./conversation-review.tsx";
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
      return <ConversationEvent entry={item.entry} told={eventWords(item.entry)} />;
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

function Review({ review, request }: { readonly review: ReviewRecord; readonly request: RequestRecord }) {
  const { dismiss } = request.actions;
  const [dismissing, setDismissing] = useState(false);
  const objects = review.verdict === "request_changes" && review.counts && request.state === "changes_requested";
  return (
    <ConversationReview review={review}>
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
    </ConversationReview>
  );
}
