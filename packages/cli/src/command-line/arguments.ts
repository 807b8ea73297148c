import { parseArgs } from "node:util";
import { err, ok, type Result } from "@countersign/core";
import type { CommandEntry } from "./command.ts";
import { commands } from "./commands.ts";
import { commonFlags, type FlagName, flags } from "./flags.ts";
import { didYouMean } from "./nearest.ts";

/** A command line that means something. */
export type ParsedArguments =
  | { readonly type: "help"; readonly command: CommandEntry | null }
  | { readonly type: "version" }
  | {
      readonly type: "command";
      readonly command: CommandEntry;
      readonly flags: ReadonlyMap<FlagName, readonly string[]>;
      readonly positionals: readonly string[];
    };

/**
 * Reads a command line: the command's words first, then flags and positionals in any order.
 *
 * @returns a sentence for what means nothing
 */
export function parseArguments(words: readonly string[]): Result<ParsedArguments, string> {
  const [first] = words;
  if (first === undefined || first === "--help" || first === "-h") return ok({ type: "help", command: null });
  if (first === "--version") return ok({ type: "version" });
  if (first === "help") {
    if (words.length === 1) return ok({ type: "help", command: null });
    const command = commandOf(words.slice(1));
    return command === null ? err(unknownCommand(words.slice(1))) : ok({ type: "help", command });
  }
  const command = commandOf(words);
  if (command === null) return err(unknownCommand(words));
  const rest = words.slice(command.name.split(" ").length);
  const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : rest.length);
  if (options.includes("--help") || options.includes("-h")) return ok({ type: "help", command });
  return parseRest(command, rest);
}

/** The flags that a command takes, its own first. */
export function flagsOf(command: CommandEntry): readonly FlagName[] {
  return [...command.flags, ...commonFlags];
}

/** The command of the most words that these begin with. */
function commandOf(words: readonly string[]): CommandEntry | null {
  const matching = commands.filter(({ name }) => name.split(" ").every((word, index) => words[index] === word));
  return matching.sort((a, b) => b.name.split(" ").length - a.name.split(" ").length)[0] ?? null;
}

function unknownCommand(words: readonly string[]): string {
  const [first = "", second = ""] = words;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length > 0) {
    const listed = `"${first}" is followed by ${group.map((name) => name.slice(first.length + 1)).join(", ")}.`;
    return second === "" ? listed : `There is no command "${first} ${second}". ${listed}`;
  }
  const names = [...new Set(commands.flatMap(({ name }) => [name, name.split(" ")[0] ?? name]))];
  return `There is no command "${first}"; --help lists those that there are.${didYouMean(first, names)}`;
}

function parseRest(command: CommandEntry, words: readonly string[]): Result<ParsedArguments, string> {
  const taken = flagsOf(command);
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      taken.map((name) => [name, { type: flags[name].value === null ? "boolean" : "string" }] as const),
    ),
  });
  const given = new Map<FlagName, readonly string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const name = taken.find((flag) => flag === token.name && token.rawName === `--${flag}`);
    if (name === undefined) {
      const near = didYouMean(
        token.rawName,
        taken.map((flag) => `--${flag}`),
      );
      return err(
        `"${command.name}" has no flag ${token.rawName}; \`countersign help ${command.name}\` lists its flags.${near}`,
      );
    }
    const { value } = flags[name];
    if (value === null && token.value !== undefined) return err(`The flag --${name} takes no value.`);
    if (value !== null && (token.value === undefined || token.value === "")) {
      return err(`The flag --${name} needs a value: ${value}.`);
    }
    given.set(name, [...(given.get(name) ?? []), token.value ?? ""]);
  }
  const least = command.positionals.filter((name) => !name.startsWith("[")).length;
  const most = command.positionals.some((name) => name.includes("…"))
    ? Number.POSITIVE_INFINITY
    : command.positionals.length;
  if (positionals.length < least || positionals.length > most) {
    const wanted = command.positionals.length === 0 ? "nothing more" : command.positionals.join(" ");
    return err(
      `"${command.name}" takes ${wanted}; ${positionals.length} given. See \`countersign help ${command.name}\`.`,
    );
  }
  return ok({ type: "command", command, flags: given, positionals });
}
