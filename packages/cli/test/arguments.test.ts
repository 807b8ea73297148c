import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseArguments } from "../src/command-line/arguments.ts";
import { flags } from "../src/command-line/flags.ts";
import { nearest } from "../src/command-line/nearest.ts";
import { commands, exitCodes } from "../src/index.ts";
import { openTerminal } from "./fixtures/terminal.ts";

test.each([
  { line: "pusch", says: 'There is no command "pusch"; --help lists those that there are. Did you mean push?' },
  { line: "zzz", says: 'There is no command "zzz"; --help lists those that there are.' },
  { line: "key", says: '"key" is followed by create, list, revoke.' },
  { line: "key make", says: 'There is no command "key make". "key" is followed by create, list, revoke.' },
  { line: "push a/b --mesage x", says: "Did you mean --message?" },
  { line: "push a/b -m x", says: '"push" has no flag -m' },
  { line: "push a/b --message", says: "The flag --message needs a value: TEXT." },
  { line: "push a/b --json=yes", says: "The flag --json takes no value." },
  { line: "push", says: '"push" takes WORKSPACE/PATH [FILE]; 0 given.' },
  { line: "push a b c", says: "3 given" },
  { line: "doctor x", says: '"doctor" takes nothing more; 1 given.' },
  { line: "help pusch", says: "Did you mean push?" },
])("$line is refused in a sentence", ({ line, says }) => {
  const parsed = parseArguments(line.split(" "));
  expect(parsed.ok ? "it means something" : parsed.error).toContain(says);
});

test("flags and positionals come in any order, values after an equals sign too, and nothing is a flag after --", () => {
  const parsed = parseArguments(["push", "--message=a=b", "a/b", "--json", "--", "--help"]);
  expect(parsed).toMatchObject({ ok: true, value: { type: "command", positionals: ["a/b", "--help"] } });
  expect(parsed.ok && parsed.value.type === "command" ? [...parsed.value.flags] : []).toEqual([
    ["message", ["a=b"]],
    ["json", [""]],
  ]);
});

test("the words of two commands lead to the longer one", () => {
  expect(parseArguments(["request", "list"])).toMatchObject({ value: { command: { name: "request list" } } });
  expect(parseArguments(["request", "a/list"])).toMatchObject({ value: { command: { name: "request" } } });
});

test.each(commands)("the help of $name shows its flags and examples that parse", async (command) => {
  using terminal = openTerminal();
  const { code, stdout } = await terminal.run(["help", ...command.name.split(" ")]);
  expect(code).toBe(0);
  for (const flag of command.flags) expect(stdout).toContain(`--${flag}`);
  expect(command.examples.length).toBeGreaterThan(0);
  expect((await terminal.run([...command.name.split(" "), "--help"])).stdout).toBe(stdout);
  expect(await command.load()).toHaveProperty("run");
});

test("no flag takes a secret, and each is taken by some command", () => {
  expect(Object.keys(flags).filter((name) => /password|secret|token|api-?key/.test(name))).toEqual([]);
  const taken = commands.flatMap((command): readonly string[] => command.flags);
  const common = ["json", "no-input", "url", "organization", "help"];
  expect(Object.keys(flags).filter((name) => !taken.includes(name) && !common.includes(name))).toEqual([]);
});

test("the help lists every command and every exit code", async () => {
  using terminal = openTerminal();
  const { stdout } = await terminal.run([]);
  for (const { name } of commands) expect(stdout).toContain(`  ${name}`);
  for (const { code } of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ {2}${code} `, "m"));
});

test("a word is near only where somebody may have meant it", () => {
  expect(nearest("publsih", ["publish", "push", "pull"])).toBe("publish");
  expect(nearest("plish", ["publish", "push", "pull"])).toBe("publish");
  expect(nearest("x", ["publish", "diff"])).toBeNull();
});

test("what a shell is given to complete with parses there", async () => {
  using terminal = openTerminal();
  const script = join(terminal.folder, "completion.bash");
  writeFileSync(script, (await terminal.run(["completion", "bash"])).stdout);
  const complete = (line: string) =>
    execFileSync(
      "bash",
      [
        "-c",
        `source ${script}; COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _countersign; echo "\${COMPREPLY[*]}"`,
      ],
      { encoding: "utf8" },
    ).trim();
  expect(complete("countersign pu")).toBe("push pull publish");
  expect(complete("countersign key cr")).toBe("create");
  expect(complete("countersign push a/b --mes")).toBe("--message");
  expect((await terminal.run(["completion", "fish"])).stdout).toContain("complete -c countersign");
  expect((await terminal.run(["completion", "zsh"])).stdout).toContain("#compdef countersign");
  expect((await terminal.run(["completion", "tcsh"])).code).toBe(1);
});
