import type { ChatMessage } from "@countersign/core";
import type { MappablePrompt } from "./renderable.ts";
import { unmappable } from "./unmappable.ts";

/** What the AI SDK is asked with: `generateText({ model, ...aiSdkPrompt(prompt, values) })`. */
export interface AiSdkPrompt {
  readonly messages: AiSdkMessage[];
}

export type AiSdkMessage =
  | { role: "system"; content: string }
  | { role: "user"; content: string }
  | { role: "assistant"; content: string };

/**
 * A prompt, filled in, as the AI SDK takes messages: the developer speaks as the system; names are left out, as there is
 * no place for them. Tools are functions there, which the application brings.
 *
 * Throws `invalid` for wrong values, and for a message of a tool.
 */
export function aiSdkPrompt<Values extends readonly unknown[]>(
  prompt: MappablePrompt<Values>,
  ...values: Values
): AiSdkPrompt {
  return { messages: prompt.toMessages(...values).map(messageOf) };
}

function messageOf({ role, content }: ChatMessage): AiSdkMessage {
  switch (role) {
    case "system":
    case "developer":
      return { role: "system", content };
    case "user":
      return { role: "user", content };
    case "assistant":
      return { role: "assistant", content };
    case "tool":
      throw unmappable("a tool's message without a call", "The AI SDK's chat", "Add it when a tool was called.");
  }
}
