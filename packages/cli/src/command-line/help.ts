import { flagsOf } from "./arguments.ts";
import type { CommandEntry } from "./command.ts";
import { commands } from "./commands.ts";
import { exitCodes } from "./exit-code.ts";
import { commonFlags, type FlagName, flags } from "./flags.ts";

/** What the environment says to every command. */
export const settings = {
  COUNTERSIGN_URL: "the server",
  COUNTERSIGN_API_KEY: "the key of whoever acts; only sent to --url and COUNTERSIGN_URL",
  COUNTERSIGN_CONFIG: "the folder that sign-ins are kept in; default: countersign in XDG_CONFIG_HOME or ~/.config",
  NO_COLOR: "no colours",
} as const;

/** Every command in a line, and what holds for all. */
export function helpText(): string {
  return text([
    "Usage: countersign COMMAND [ARGUMENT…] [FLAG…]",
    section(
      "Commands",
      commands.map((command) => [calling(command), command.does]),
    ),
    section("Flags of every command", flagRows(commonFlags)),
    section("Environment", Object.entries(settings)),
    section("Exit codes", exitRows()),
    "`countersign help COMMAND` says more of one, with examples. What is data stands on standard output, words on standard error.",
  ]);
}

/** One command, whole. */
export function commandHelp(command: CommandEntry): string {
  const own = flagsOf(command).filter((flag) => !commonFlags.some((common) => common === flag));
  return text([
    `Usage: countersign ${calling(command)}${own.length === 0 ? "" : " [FLAG…]"}`,
    `${capital(command.does)}.${command.about === undefined ? "" : ` ${command.about}`}`,
    ...(own.length === 0 ? [] : [section("Flags", flagRows(own))]),
    section("Flags of every command", flagRows(commonFlags)),
    `Examples:\n${command.examples.map(({ does, line }) => `  # ${does}\n  ${line}`).join("\n\n")}`,
  ]);
}

/** How a command is called. */
export function calling({ name, positionals }: CommandEntry): string {
  return [name, ...positionals].join(" ");
}

export function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

/** A flag as it is written, with its value. */
export function flagText(name: FlagName): string {
  const { value } = flags[name];
  return `--${name}${value === null ? "" : ` ${value}`}`;
}

function flagRows(names: readonly FlagName[]): readonly (readonly [string, string])[] {
  return names.map((name) => [flagText(name), flags[name].does]);
}

function exitRows(): readonly (readonly [string, string])[] {
  return Object.values(exitCodes).map(({ code, means }) => [String(code), means]);
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return [`${title}:`, ...rows.map(([name, does]) => `  ${name.padEnd(width)}  ${does}`)].join("\n");
}

function text(sections: readonly string[]): string {
  return `${sections.join("\n\n")}\n`;
}
