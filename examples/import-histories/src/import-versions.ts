import { parseTemplate, templateOrPlain } from "@countersign/core";
import type { CountersignClient } from "@countersign/sdk";
import type { History } from "./histories.ts";
import { importKey } from "./import-key.ts";
import { promptPath } from "./prompt-path.ts";

export interface ImportedHistory {
  readonly path: string;
  /** Versions that this run saved; the others were there. */
  readonly saved: number;
  /** What was no template and is kept as plain text. */
  readonly plain: readonly PlainVersion[];
  readonly latest: { readonly versionId: string; readonly digest: string; readonly text: string };
}

export interface PlainVersion {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly why: string;
}

/** Saves every version of a history, oldest first. Nothing becomes live by it. */
export async function importVersions(
  engineer: CountersignClient,
  workspace: string,
  history: History,
): Promise<ImportedHistory> {
  const path = promptPath(history.name);
  const plain: PlainVersion[] = [];
  let saved = 0;
  let latest: ImportedHistory["latest"] | null = null;
  for (const [index, { at, content: text }] of history.versions.entries()) {
    const number = index + 1;
    const content = templateOrPlain(text);
    if (content.syntax === "plain") plain.push({ name: history.name, number, why: whyPlain(text) });
    const pushed = await engineer.prompts.push({
      workspace,
      path,
      content,
      importKey: importKey(history.name, number, text),
      message: `Version ${number} of ${history.versions.length}, written ${at}`,
    });
    if (pushed.created) saved += 1;
    latest = { versionId: pushed.version.id, digest: pushed.version.digest, text };
  }
  if (latest === null) throw new Error(`"${history.name}" has no versions; leave it out.`);
  return { path, saved, plain, latest };
}

function whyPlain(text: string): string {
  const template = parseTemplate(text);
  return template.ok ? "It includes what is not here." : template.error.message;
}
