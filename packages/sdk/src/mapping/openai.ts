import type { ChatMessage } from "@countersign/core";
import type { MappablePrompt } from "./renderable.ts";
import { unmappable } from "./unmappable.ts";

/** What a chat completion of OpenAI is asked with: `openai.chat.completions.create({ model, ...openaiChat(prompt, values) })`. */
export interface OpenaiChat {
  readonly messages: OpenaiMessage[];
  readonly tools?: OpenaiTool[];
}

export interface OpenaiMessage {
  role: "system" | "developer" | "user" | "assistant";
  content: string;
  name?: string;
}

export interface OpenaiTool {
  type: "function";
  function: { name: string; description?: string; parameters: { [key: string]: unknown } };
}

/**
 * A prompt, filled in, as OpenAI takes chats. The model and its parameters are the application's choice; what the prompt
 * proposes stands in `prompt.content.model`. Throws `invalid` for wrong values, and for a message of a tool.
 */
export function openaiChat<Values extends readonly unknown[]>(
  prompt: MappablePrompt<Values>,
  ...values: Values
): OpenaiChat {
  const messages = prompt.toMessages(...values).map(messageOf);
  const { content } = prompt;
  if (content.type !== "chat" || content.tools === undefined) return { messages };
  const tools = content.tools.map(
    ({ name, description, parameters }): OpenaiTool => ({
      type: "function",
      function: { name, ...(description === undefined ? {} : { description }), parameters: { ...parameters } },
    }),
  );
  return { messages, tools };
}

function messageOf({ role, content, name }: ChatMessage): OpenaiMessage {
  if (role === "tool")
    throw unmappable("a tool's message without a call", "OpenAI's chat", "Add it when a tool was called.");
  return { role, content, ...(name === undefined ? {} : { name }) };
}
