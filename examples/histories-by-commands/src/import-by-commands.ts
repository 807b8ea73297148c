import { createHash } from "node:crypto";
import type { CommandLine } from "./command-line.ts";

/** One prompt with every edit it went through, oldest first. */
export interface History {
  readonly name: string;
  readonly versions: readonly { readonly at: string; readonly content: string }[];
}

/** Three people, because nobody approves or publishes his own work. */
export interface Parties {
  readonly engineer: CommandLine;
  readonly reviewer: CommandLine;
  readonly publisher: CommandLine;
}

/** Brings every version into development, and the latest through review into production, by commands alone. */
export async function importByCommands(parties: Parties, { name, versions }: History): Promise<void> {
  const address = `development/${name}`;
  for (const [index, { at, content }] of versions.entries()) {
    const key = createHash("sha256")
      .update(JSON.stringify([name, index, content]))
      .digest("hex");
    const message = `Version ${index + 1} of ${versions.length}, written ${at}`;
    await parties.engineer(
      ["push", address, "-", "--syntax", "auto", "--import-key", `history:${index + 1}:${key}`, "--message", message],
      content,
    );
  }
  const opened = await parties.engineer([
    "request",
    address,
    "--to",
    "production",
    "--label",
    "production",
    "--title",
    `Import ${name}`,
  ]);
  const number = opened.trim().slice(1);
  const shown: unknown = JSON.parse(await parties.reviewer(["request", "show", number, "--json"]));
  const { digest, text } = proposalOf(shown);
  // What is approved is what stands in the file, and not what the request happens to propose.
  if (text !== versions.at(-1)?.content) throw new Error(`Request #${number} proposes another text than the file has.`);
  await parties.reviewer(["review", number, "--approve", "--digest", digest]);
  await parties.publisher(["publish", number, "--digest", digest]);
}

function proposalOf(request: unknown): { readonly digest: string; readonly text: string } {
  const digest = at(request, "digest");
  const text = at(at(at(at(request, "comparison"), "after"), "content"), "text");
  if (typeof digest === "string" && typeof text === "string") return { digest, text };
  throw new Error("The request proposes no prompt of one text.");
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
