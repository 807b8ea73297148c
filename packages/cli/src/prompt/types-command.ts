import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { declarationOf } from "@countersign/sdk/declaration";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";

/** Writes the declaration file by which a wrong name, label or variable of a prompt does not compile. */
export const run: Run = async ({ client: connect, folder, json, next, output, positionals, text }) => {
  const [workspace] = positionals;
  const client = await connect();
  const catalogue = await client.prompts.catalogue(workspace === undefined ? {} : { workspace });
  const file = text("out");
  const declaration = declarationOf(catalogue);
  const said = `${catalogue.length} labels of prompts that this key is served`;
  if (file === undefined) {
    output.data(json ? jsonText(catalogue) : declaration);
    if (!json) output.words(`${said}.`);
  } else {
    const path = resolve(folder, file);
    const changed = textAt(path) !== declaration;
    try {
      if (changed) writeFileSync(path, declaration, { mode: 0o644 });
    } catch (error) {
      throw new Fault(`${file} cannot be written.`, "Name a file in a folder that there is.", error);
    }
    if (json) output.data(jsonText({ file, changed, labels: catalogue.length }));
    else output.words(`${said}; ${file} ${changed ? "is written" : "says so already"}.`);
  }
  next("tsc --noEmit");
  return "done";
};

/** `null` where there is no such file yet. */
function textAt(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
