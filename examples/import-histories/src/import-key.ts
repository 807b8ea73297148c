import { createHash } from "node:crypto";

/**
 * Names one version of one history: the same in every run, so that a second run finds what the first has saved. The
 * number is part of it, so a text that comes back later in the history is a version of its own.
 */
export function importKey(name: string, number: number, content: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([name, number, content]))
    .digest("hex");
  return `history:${number}:${digest}`;
}
