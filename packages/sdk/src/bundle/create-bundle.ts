import type { CountersignApi } from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { isKeptCopy, type KeptCopy, type PromptBundle } from "../prompt/kept-copies.ts";
import type { Address } from "../transport/ask-served.ts";

/**
 * Fetches what labels serve now, as a value that is JSON all the way down, to be carried along by an application:
 * `createClient({ prompts: { bundle } })` gives it where the server cannot be reached, as long as `maxStale` allows, which
 * counts from here on. Each prompt carries the signed statement of its release where there is one, so that a client with
 * `verify` believes nobody who had the bundle in hands.
 *
 * Rejects where one of them is refused or cannot be fetched.
 */
export async function createBundle(
  client: Pick<CountersignApi, "delivery">,
  addresses: readonly Address[],
  options?: ManyCallOptions,
): Promise<PromptBundle> {
  const prompts: KeptCopy[] = [];
  for (const { workspace, path, label } of addresses) {
    const confirmedAt = Date.now();
    const served = await client.delivery.get({ workspace, path, label }, options);
    prompts.push({ served, etag: null, confirmedAt });
  }
  return { format: 1, prompts };
}

/** Reads a bundle from unknown JSON, such as a file's. Throws a `TypeError` for what is none. */
export function readBundle(value: unknown): PromptBundle {
  if (typeof value === "object" && value !== null && "format" in value && value.format === 1 && "prompts" in value) {
    const { prompts } = value;
    if (Array.isArray(prompts) && prompts.every(isKeptCopy)) return { format: 1, prompts };
  }
  throw new TypeError("This is no bundle of prompts; make one with createBundle.");
}
