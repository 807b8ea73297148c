import type { ChatMessage } from "@countersign/core";
import type { MappablePrompt } from "./renderable.ts";
import { unmappable } from "./unmappable.ts";

/** What a message of Anthropic is asked with: `anthropic.messages.create({ model, max_tokens, ...anthropicMessages(prompt, values) })`. */
export interface AnthropicMessages {
  readonly system?: string;
  readonly messages: AnthropicMessage[];
  readonly tools?: AnthropicTool[];
}

export interface AnthropicMessage {
  role: "user" | "assistant";
  content: string;
}

export interface AnthropicTool {
  name: string;
  description?: string;
  input_schema: { type: "object"; [key: string]: unknown };
}

/**
 * A prompt, filled in, as Anthropic takes messages: what the system and the developer say first becomes `system`; names
 * are left out, as there is no place for them. The model and its parameters are the application's choice.
 *
 * Throws `invalid` for wrong values, for a message of a tool, and where the system speaks after somebody else.
 */
export function anthropicMessages<Values extends readonly unknown[]>(
  prompt: MappablePrompt<Values>,
  ...values: Values
): AnthropicMessages {
  const system: string[] = [];
  const messages: AnthropicMessage[] = [];
  for (const { role, content } of prompt.toMessages(...values)) {
    if (isSystem(role)) {
      if (messages.length > 0) {
        throw unmappable("a system message in the middle", "Anthropic's messages", "Let the system speak first.");
      }
      system.push(content);
    } else if (role === "tool") {
      throw unmappable("a tool's message without a call", "Anthropic's messages", "Add it when a tool was called.");
    } else messages.push({ role, content });
  }
  const { content } = prompt;
  const tools = content.type === "chat" ? content.tools : undefined;
  return {
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    messages,
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map(
            ({ name, description, parameters }): AnthropicTool => ({
              name,
              ...(description === undefined ? {} : { description }),
              input_schema: { ...parameters, type: "object" },
            }),
          ),
        }),
  };
}

function isSystem(role: ChatMessage["role"]): role is "system" | "developer" {
  return role === "system" || role === "developer";
}
