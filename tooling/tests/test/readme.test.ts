import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../../packages/cli/src/command-line/arguments.ts";
import { builtInRoles, kindActions, parsePermission } from "../../../packages/core/src/index.ts";
import { createClient } from "../../../packages/sdk/src/index.ts";
import { filesBelow, packages, root } from "../../bootstrap/repository.mjs";
import { codeBlocks, codeSpans, documents, withoutIndentation } from "../src/markdown.ts";

const help = execFileSync(
  process.execPath,
  ["--conditions=countersign-source", join(root, "packages/server/src/main.ts"), "--help"],
  { encoding: "utf8" },
);

describe.each(documents())("$path", ({ text }) => {
  const blocks = codeBlocks(text);
  const spans = codeSpans(text);
  const commands = commandsIn(text);

  test("shows TypeScript and YAML that stands in a program which the tests run", () => {
    for (const { language, code, from, line } of blocks.filter(({ language }) => /^(tsx?|ya?ml)$/.test(language))) {
      expect(from, `Line ${line}: name the file that the ${language} is from, as <!-- from FILE -->.`).not.toBeNull();
      expect(isRun(from ?? ""), `Line ${line}: ${from} is not there, or no test runs it.`).toBe(true);
      expect(holds(readFileSync(join(root, from ?? ""), "utf8"), code), `Line ${line} is not in ${from}.`).toBe(true);
    }
  });

  test("names scripts of npm that there are", () => {
    const missing = commands.filter((command) => {
      const [, run, name = ""] = /^npm (run )?([\w:-]+)/.exec(command) ?? [];
      if (run === undefined && !["start", "test"].includes(name)) return false;
      const folder = / --prefix (\S+)/.exec(command)?.[1] ?? "";
      return manifestOf(join(root, folder)).scripts?.[name] === undefined;
    });
    expect(missing).toEqual([]);
  });

  test("names commands and flags of the server that there are", () => {
    const called = commands.flatMap((command) => {
      const rest = /^(?:npx )?(?:countersign-server|node packages\/server\/dist\/main\.js)(?: (.*))?$/.exec(
        command,
      )?.[1];
      if (rest !== undefined) return [rest];
      const flags = /^npm start -- (.*)$/.exec(command)?.[1];
      return flags === undefined ? [] : [`demo ${flags}`];
    });
    expect(called.filter((words) => !isCommand(words))).toEqual([]);
  });

  test("names commands, arguments and flags of the command line that there are", () => {
    const faults = commands.flatMap((command) => {
      const words = /^(?:npx )?countersign (.*)$/.exec(command)?.[1];
      if (words === undefined || /^(?:COMMAND|help COMMAND)\b/.test(words)) return [];
      const parsed = parseArguments(shellWords(words));
      return parsed.ok ? [] : [`${command}: ${parsed.error}`];
    });
    expect(faults).toEqual([]);
  });

  test("names environment variables that the server or the tests read", () => {
    const known = environmentVariables();
    const named = [...text.matchAll(/\b(?:COUNTERSIGN|DATABASE)_[A-Z_]+\b/g)].map(([name]) => name);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });

  test("names permissions and roles that there are", () => {
    const permissions = spans.filter((span) => /^[a-z-]+:[a-z-]+$/.test(span) && !/^(workspace:\*|node:)/.test(span));
    expect(permissions.filter((span) => parsePermission(span) === null)).toEqual([]);
    const ofKinds = spans.flatMap((span) => /^<kind>:([\w-]+)$/.exec(span)?.[1] ?? []);
    expect(ofKinds.filter((action) => !kindActions.some((known) => known === action))).toEqual([]);
    const roles = spans.filter((span) => /^(organization|workspace)\.(owner|\w+er|\w+or|admin)$/.test(span));
    expect(roles.filter((id) => !builtInRoles.has(id))).toEqual([]);
  });

  test("names calls that the client has", () => {
    const client: object = createClient({ url: "https://prompts.example", key: "none" });
    const called = spans.flatMap((span) => /^client\.([\w.]+)/.exec(span)?.[1] ?? []);
    expect(called.filter((path) => memberAt(client, path.split(".")) === undefined)).toEqual([]);
  });
});

test.each([
  { name: "whole lines", code: "b();\nc();", expected: true },
  { name: "lines of a call, ended as a statement", code: "d({\n  e,\n});", expected: true },
  { name: "lines that are not neighbours", code: "a();\nc();", expected: false },
  { name: "a part of a line", code: "b(", expected: false },
])("an excerpt is found or not: $name", ({ code, expected }) => {
  expect(holds("a();\n  b();\n  c();\nf(\n  d({\n    e,\n  }),\n);\n", code)).toBe(expected);
});

/** What is typed into a shell: lines of `sh` blocks, and what stands in backticks and begins like one. */
function commandsIn(text: string): readonly string[] {
  const lines = codeBlocks(text)
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.replace(/\\\n\s*/g, " ").split("\n"));
  return [...lines, ...codeSpans(text)]
    .map((line) => line.replace(/ +#.*$/, "").replace(/^(?:[A-Z_]+=\S+ +)+/, ""))
    .filter((line) => /^(npm|npx|node|countersign-server|countersign(?= ))\b/.test(line));
}

/** A line as a shell takes it apart, without what goes into files and pipes. */
function shellWords(line: string): readonly string[] {
  const words = line.replace(/ [<>|].*$/, "").match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ""));
}

/** Whether lines stand in a source one after another, however deep; the last may end a statement or an argument. */
function holds(source: string, excerpt: string): boolean {
  const lines = source.split("\n");
  const count = excerpt.split("\n").length;
  const plain = (code: string): string => code.replace(/[,;]$/, "");
  return lines.some(
    (_, index) => plain(withoutIndentation(lines.slice(index, index + count))) === plain(excerpt) && count > 0,
  );
}

/** Whether a file is a test, a part of the product, or belongs to a package of examples that has tests. */
function isRun(file: string): boolean {
  if (!existsSync(join(root, file))) return false;
  if (/\.test(-d)?\.tsx?$/.test(file) || /^packages\/[^/]+\/src\//.test(file)) return true;
  const owner = packages().find(({ folder }) => join(root, file).startsWith(`${folder}/`));
  if (owner === undefined || dirname(owner.folder) !== join(root, "examples")) return false;
  return owner.scripts["test"] !== undefined || testsMention(basename(owner.folder));
}

/** Whether tests outside of an example's folder, or what they are made of, name it. */
function testsMention(name: string): boolean {
  const mention = new RegExp(`\\b${name}\\b`);
  return ["packages", "tooling", "examples"].some((group) =>
    filesBelow(join(root, group), new Set(["node_modules", "dist", name]))
      .filter((file) => /\.tsx?$/.test(file) && (group === "tooling" || /\/test\//.test(file)))
      .filter((file) => !file.endsWith("tests/test/readme.test.ts"))
      .some((file) => mention.test(readFileSync(join(root, group, file), "utf8"))),
  );
}

/** Whether the server's help lists the command, and each flag for it. */
function isCommand(words: string): boolean {
  if (/^(--help|--version|COMMAND\b.*)$/.test(words)) return true;
  const names = [...section("Commands").matchAll(/^ {2}([a-z-]+(?: [a-z-]+)*)(?: \[?[A-Z]+\]?)? {2}/gm)].map(
    ([, name = ""]) => name,
  );
  const name = names.find((one) => words === one || words.startsWith(`${one} `));
  if (name === undefined) return false;
  const flags = [...words.matchAll(/--([\w-]+)/g)].map(([, flag = ""]) => flag);
  return flags.every((flag) => {
    const commands = new RegExp(`^ +--${flag}\\b.*\\(([^()]*)\\)$`, "m").exec(section("Flags"))?.[1];
    return commands?.split(", ").includes(name) === true;
  });
}

function section(title: string): string {
  return help.split("\n\n").find((part) => part.startsWith(`${title}:`)) ?? "";
}

function environmentVariables(): ReadonlySet<string> {
  const read = [...section("Environment").matchAll(/^ +([A-Z_]+) /gm)].map(([, name = ""]) => name);
  const sources = ["examples", "tooling", ".ci"].flatMap((group) =>
    filesBelow(join(root, group), new Set(["node_modules", "dist"]))
      .filter((file) => /\.(ts|mjs)$|^run$/.test(file))
      .map((file) => readFileSync(join(root, group, file), "utf8")),
  );
  const others = sources.flatMap((source) => [...source.matchAll(/\bCOUNTERSIGN_[A-Z_]+\b/g)].map(([name]) => name));
  return new Set([...read, ...others]);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

function manifestOf(folder: string): { readonly scripts?: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
