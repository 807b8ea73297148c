import type { CountersignClient } from "@countersign/sdk";
import { type OpenaiChat, openaiChat } from "@countersign/sdk/openai";

/**
 * What `openai.chat.completions.create` is called with for a customer's question. Which model answers is this program's
 * choice; what it is told is the prompt that production serves now.
 */
export async function chatRequest(
  client: CountersignClient,
  question: string,
): Promise<OpenaiChat & { readonly model: string }> {
  const prompt = await client.prompts.get(
    { workspace: "production", path: "support/answer", label: "production" },
    { fallback: "You answer customers of {{company}}, in a {{tone}} tone." },
  );
  const chat = openaiChat(prompt, { company: "Northwind", tone: "friendly" });
  return { model: "gpt-5", ...chat, messages: [...chat.messages, { role: "user", content: question }] };
}
