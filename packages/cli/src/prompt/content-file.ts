import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type PromptContent, parsePromptContent, templateOrPlain, withDeclaredVariables } from "@countersign/core";
import type { Invocation } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";

const syntaxes = ["template", "plain", "auto"] as const;

/**
 * The content of a file, or of standard input: a `.json` file holds a prompt's content as the API takes it, any other
 * one text.
 */
export async function readContent(
  { folder, input, text }: Pick<Invocation, "folder" | "input" | "text">,
  file: string,
): Promise<PromptContent> {
  const written = await readTextOf({ folder, input }, file);
  if (file.endsWith(".json")) return jsonContent(file, written);
  const syntax = text("syntax") ?? "template";
  switch (syntaxes.find((one) => one === syntax)) {
    case "plain":
      return { type: "text", syntax: "plain", text: written, variables: [] };
    case "auto":
      return templateOrPlain(written);
    case "template":
      return withDeclaredVariables({ type: "text", syntax: "template", text: written, variables: [] });
    case undefined:
      throw new Fault(`--syntax is "${syntax}".`, `Give one of ${syntaxes.join(", ")}.`);
  }
}

/** A file's text, or that of standard input for `-`, byte for byte. */
async function readTextOf({ folder, input }: Pick<Invocation, "folder" | "input">, file: string): Promise<string> {
  if (file === "-") return input.all();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(resolve(folder, file)));
  } catch (error) {
    throw new Fault(
      error instanceof TypeError ? `${file} is no UTF-8 text.` : `${file} cannot be read.`,
      "Name a text file, or - for standard input.",
      error,
    );
  }
}

function jsonContent(file: string, written: string): PromptContent {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw new Fault(`${file} is no JSON: ${error instanceof Error ? error.message : ""}.`, "Correct it.", error);
  }
  const parsed = parsePromptContent(value);
  if (parsed.ok) return parsed.value;
  const problems = parsed.error.map(({ path, message }) => `${path === "" ? "/" : path}: ${message}`);
  throw new Fault(`${file} is no content of a prompt. ${problems.join(" ")}`, "Correct what is named.");
}
