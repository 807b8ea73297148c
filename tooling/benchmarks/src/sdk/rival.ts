import { createClient } from "@countersign/sdk";
import { LangfuseClient } from "@langfuse/client";

/** A client of prompts, as an application uses one. */
export interface Contender {
  readonly name: string;
  /** A prompt by its name, as production serves it. */
  readonly get: (name: string) => Promise<unknown>;
}

/** Milliseconds that both keep a prompt before they ask again. */
export const TTL = 1_000;

export function countersign(url: string, ttl: number): Contender {
  const { prompts } = createClient({ url, key: "csk_bench", retries: 0, prompts: { ttl, refreshAfter: ttl } });
  return { name: "Countersign", get: (path) => prompts.get({ workspace: "production", path, label: "production" }) };
}

export function langfuse(url: string, ttl: number): Contender {
  const client = new LangfuseClient({ baseUrl: url, publicKey: "pk-lf-bench", secretKey: "sk-lf-bench" });
  const options = { label: "production", cacheTtlSeconds: ttl / 1_000, maxRetries: 0 };
  return { name: "@langfuse/client", get: (name) => client.prompt.get(name, options) };
}
