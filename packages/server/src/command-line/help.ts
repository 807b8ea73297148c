import { settings } from "../configuration/configuration.ts";
import { flags } from "./command.ts";
import { commands } from "./commands.ts";
import { exitCodes } from "./exit-code.ts";

/** Everything that the command line can do, in words. */
export function helpText(): string {
  return [
    "Usage: countersign-server COMMAND [FLAG…]",
    section(
      "Commands",
      commands.map(({ name, positionals, does }) => [[name, ...positionals].join(" "), does]),
    ),
    section(
      "Flags",
      Object.entries(flags).map(([name, { value, does }]) => [
        `--${name}${value === null ? "" : ` ${value}`}`,
        `${does} (${commandsWith(name)})`,
      ]),
    ),
    section("Environment", Object.entries(settings)),
    section(
      "Exit codes",
      Object.values(exitCodes).map(({ code, means }) => [String(code), means]),
    ),
  ].join("\n\n");
}

function commandsWith(flag: string): string {
  return commands
    .filter((command) => command.flags.some((one) => one === flag))
    .map(({ name }) => name)
    .join(", ");
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return [`${title}:`, ...rows.map(([name, does]) => `  ${name.padEnd(width)}  ${does}`)].join("\n");
}
