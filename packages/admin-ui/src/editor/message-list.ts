import type { ChatMessage, MessageRole } from "@countersign/core";
import type { DraftMessage } from "./draft.ts";

/** The list with a message at its end, of the role that usually comes next. */
export function addMessage(messages: readonly DraftMessage[]): readonly DraftMessage[] {
  const last = messages.at(-1)?.role;
  const role: MessageRole = last === undefined ? "system" : last === "user" ? "assistant" : "user";
  const key = messages.reduce((highest, message) => Math.max(highest, message.key), -1) + 1;
  return [...messages, { key, role, content: "" }];
}

export function changeMessage(
  messages: readonly DraftMessage[],
  key: number,
  change: Partial<Pick<ChatMessage, "role" | "content">>,
): readonly DraftMessage[] {
  return messages.map((message) => (message.key === key ? { ...message, ...change } : message));
}

/** The list with a message moved up (-1) or down (1); at the end of the list it stays. */
export function moveMessage(messages: readonly DraftMessage[], key: number, by: -1 | 1): readonly DraftMessage[] {
  const from = messages.findIndex((message) => message.key === key);
  const message = messages[from];
  const to = from + by;
  if (message === undefined || to < 0 || to >= messages.length) return messages;
  return messages.toSpliced(from, 1).toSpliced(to, 0, message);
}

export function removeMessage(messages: readonly DraftMessage[], key: number): readonly DraftMessage[] {
  return messages.filter((message) => message.key !== key);
}
