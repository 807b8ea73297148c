import { expect, it } from "vitest";
import { parseArguments } from "../../src/command-line/arguments.ts";
import { flags } from "../../src/command-line/command.ts";
import { commands } from "../../src/command-line/commands.ts";
import { helpText } from "../../src/command-line/help.ts";
import { settings } from "../../src/configuration/configuration.ts";

const understood = [
  { words: [], expected: { type: "help" } },
  { words: ["serve", "--help"], expected: { type: "help" } },
  { words: ["--version"], expected: { type: "version" } },
  { words: ["serve"], expected: { name: "serve", flags: [], positionals: [] } },
  {
    words: ["serve", "--port", "80", "--data=a=b"],
    expected: {
      name: "serve",
      flags: [
        ["port", "80"],
        ["data", "a=b"],
      ],
      positionals: [],
    },
  },
  {
    words: ["audit", "verify", "--data", "x"],
    expected: { name: "audit verify", flags: [["data", "x"]], positionals: [] },
  },
  { words: ["demo", "--fresh"], expected: { name: "demo", flags: [["fresh", ""]], positionals: [] } },
  {
    words: ["recover-owner", "--organization", "org_1", "a@b.test"],
    expected: { name: "recover-owner", flags: [["organization", "org_1"]], positionals: ["a@b.test"] },
  },
] as const;

it.each(understood)("understands $words", ({ words, expected }) => {
  const parsed = parseArguments(words);
  const value = parsed.ok ? parsed.value : null;
  expect(
    value?.type === "command"
      ? { name: value.command.name, flags: [...value.flags], positionals: value.positionals }
      : value,
  ).toEqual(expected);
});

const misunderstood = [
  { words: ["start"], says: 'no command "start"' },
  { words: ["audit"], says: 'no command "audit"' },
  { words: ["serve", "--fresh"], says: "no flag --fresh" },
  { words: ["serve", "-p", "80"], says: "no flag -p" },
  { words: ["serve", "--port"], says: "needs a value" },
  { words: ["demo", "--fresh=yes"], says: "takes no value" },
  { words: ["serve", "now"], says: "takes nothing more" },
  { words: ["recover-owner"], says: "takes EMAIL" },
] as const;

it.each(misunderstood)("says what is wrong with $words", ({ words, says }) => {
  expect(parseArguments(words)).toEqual({ ok: false, error: expect.stringContaining(says) });
});

it("the help names every command, flag and setting", () => {
  const help = helpText();
  for (const name of [...commands.map((one) => one.name), ...Object.keys(flags), ...Object.keys(settings)]) {
    expect(help).toContain(name);
  }
});
