import type { ChatMessage, PromptContent } from "@countersign/core";

/** What can be mapped: a prompt, or a fallback, with its values or without. */
export interface MappablePrompt<Values extends readonly unknown[]> {
  readonly content: PromptContent;
  readonly toMessages: (...values: Values) => readonly ChatMessage[];
}
