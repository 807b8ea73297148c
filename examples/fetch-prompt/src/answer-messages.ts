import type { CountersignClient } from "@countersign/sdk";

/** What is said to the model, so that it answers a customer. */
export interface Message {
  readonly role: string;
  readonly content: string;
}

/**
 * The messages with which a model answers a customer's question: the prompt that production serves now, filled in.
 *
 * Whoever changes the prompt does it in Countersign, with a review; this code stays as it is.
 */
export async function answerMessages(client: CountersignClient, question: string): Promise<readonly Message[]> {
  const prompt = await client.prompts.get({ workspace: "production", path: "support/answer", label: "production" });
  const messages = prompt.toMessages({ company: "Northwind", tone: "friendly" });
  return [...messages, { role: "user", content: question }];
}
