import { err, ok, type Result } from "@countersign/core";
import { type FlagName, flags } from "./command.ts";
import { type CommandEntry, commands } from "./commands.ts";

/** A command line that means something. */
export type ParsedArguments =
  | { readonly type: "help" }
  | { readonly type: "version" }
  | {
      readonly type: "command";
      readonly command: CommandEntry;
      readonly flags: ReadonlyMap<FlagName, string>;
      readonly positionals: readonly string[];
    };

/**
 * Reads a command line: the command's words first, then flags and positionals in any order. A value follows its flag as
 * the next word or after `=`.
 *
 * @returns a sentence for what means nothing
 */
export function parseArguments(words: readonly string[]): Result<ParsedArguments, string> {
  if (words.length === 0 || words[0] === "help" || words.includes("--help") || words.includes("-h")) {
    return ok({ type: "help" });
  }
  if (words.includes("--version")) return ok({ type: "version" });
  const command = commands.find(({ name }) => name.split(" ").every((word, index) => words[index] === word));
  if (command === undefined) return err(`There is no command "${words[0]}"; --help lists those that there are.`);
  return parseRest(command, words.slice(command.name.split(" ").length));
}

function parseRest(command: CommandEntry, words: readonly string[]): Result<ParsedArguments, string> {
  const given = new Map<FlagName, string>();
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("-")) {
      positionals.push(word);
      continue;
    }
    const [, written = "", attached] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const name = command.flags.find((flag) => flag === written);
    if (name === undefined) return err(`"${command.name}" has no flag ${word.split("=")[0]}; --help lists its flags.`);
    if (flags[name].value === null) {
      if (attached !== undefined) return err(`The flag --${name} takes no value.`);
      given.set(name, "");
      continue;
    }
    if (attached === undefined) index += 1;
    const value = attached ?? words[index];
    if (value === undefined || value === "") return err(`The flag --${name} needs a value: ${flags[name].value}.`);
    given.set(name, value);
  }
  // What stands in brackets may be left out.
  const needed = command.positionals.filter((name) => !name.startsWith("["));
  if (positionals.length > command.positionals.length || positionals.length < needed.length) {
    const wanted = command.positionals.length === 0 ? "nothing more" : command.positionals.join(" ");
    return err(`"${command.name}" takes ${wanted}; ${positionals.length} given.`);
  }
  return ok({ type: "command", command, flags: given, positionals });
}
