import type { TimelineEntry } from "@countersign/core";
import { IconPoint } from "@tabler/icons-react";
import { CopyableId } from "../interface/copyable-id.tsx";
import { Person } from "../interface/person.tsx";
import { When } from "../interface/when.tsx";
import styles from "./conversation.module.css";
import type { EventWords } from "./event-words.ts";

export interface ConversationEventProps {
  readonly entry: TimelineEntry;
  readonly told: EventWords;
}

/** Something that happened to a request. */
export function ConversationEvent({ entry, told: { words, note, digest } }: ConversationEventProps) {
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
