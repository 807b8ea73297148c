import { type ChatMessage, MESSAGE_ROLES } from "@countersign/core";
import { ActionIcon, NativeSelect, Textarea } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { DraftMessage } from "./draft.ts";
import styles from "./message-fields.module.css";

export interface MessageFieldsProps {
  readonly message: DraftMessage;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  onChange(change: Partial<Pick<ChatMessage, "role" | "content">>): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One message of a chat: who speaks, and what. */
export function MessageFields({ message, number, count, onChange, onMove, onRemove }: MessageFieldsProps) {
  return (
    <fieldset className={styles["message"]} data-role={message.role}>
      <legend className={styles["legend"]}>Message {number}</legend>
      <div className={styles["head"]}>
        <NativeSelect
          aria-label={`Role of message ${number}`}
          size="xs"
          data={[...MESSAGE_ROLES]}
          value={message.role}
          onChange={(event) => {
            const role = MESSAGE_ROLES.find((candidate) => candidate === event.currentTarget.value);
            if (role !== undefined) onChange({ role });
          }}
        />
        <span className={styles["tools"]}>
          <ActionIcon aria-label={`Move message ${number} up`} disabled={number === 1} onClick={() => onMove(-1)}>
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon aria-label={`Move message ${number} down`} disabled={number === count} onClick={() => onMove(1)}>
            <IconArrowDown size={15} />
          </ActionIcon>
          <ActionIcon aria-label={`Remove message ${number}`} disabled={count === 1} onClick={onRemove}>
            <IconTrash size={15} />
          </ActionIcon>
        </span>
      </div>
      <Textarea
        aria-label={`Message ${number}, ${message.role}`}
        variant="unstyled"
        autosize
        minRows={3}
        classNames={{ input: styles["text"] ?? "" }}
        value={message.content}
        onChange={(event) => onChange({ content: event.currentTarget.value })}
      />
    </fieldset>
  );
}
