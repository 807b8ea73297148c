import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flagsOf } from "../../../packages/cli/src/command-line/arguments.ts";
import { commands } from "../../../packages/cli/src/command-line/commands.ts";
import { exitCodes } from "../../../packages/cli/src/command-line/exit-code.ts";
import { commonFlags, type FlagName, flags } from "../../../packages/cli/src/command-line/flags.ts";
import { calling, capital, flagText, settings } from "../../../packages/cli/src/command-line/help.ts";
import { root } from "../../bootstrap/repository.mjs";
import { withSection } from "../src/markdown.ts";

const page = join(root, "docs/command-line.md");

// The table of commands is the source. After a change of it, `npm test -- tests command-docs -u` writes the page anew.
test("docs/command-line.md shows the commands as they are", async () => {
  const sections = {
    overview: table(
      ["command", "does"],
      commands.map((command) => [`[\`${calling(command)}\`](#${anchorOf(command.name)})`, command.does]),
    ),
    common: flagTable(commonFlags),
    environment: table(
      ["variable", "says"],
      Object.entries(settings).map(([name, says]) => [`\`${name}\``, says]),
    ),
    codes: table(
      ["code", "means"],
      Object.values(exitCodes).map(({ code, means }) => [String(code), means]),
    ),
    commands: commands.map(commandSection).join("\n\n"),
  };
  const shown = Object.entries(sections).reduce(
    (text, [name, content]) => withSection(text, name, content),
    readFileSync(page, "utf8"),
  );
  await expect(shown).toMatchFileSnapshot(page);
});

function commandSection(command: (typeof commands)[number]): string {
  const own = flagsOf(command).filter((flag) => !commonFlags.some((common) => common === flag));
  return [
    `### ${command.name}`,
    `${capital(command.does)}.${command.about === undefined ? "" : ` ${command.about}`}`,
    ...(own.length === 0 ? [] : [flagTable(own)]),
    ["```sh", ...command.examples.flatMap(({ does, line }) => [`# ${does}`, line]), "```"].join("\n"),
  ].join("\n\n");
}

function flagTable(names: readonly FlagName[]): string {
  return table(
    ["flag", "does"],
    names.map((name) => [`\`${flagText(name)}\``, flags[name].does]),
  );
}

function anchorOf(name: string): string {
  return name.replaceAll(" ", "-");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
