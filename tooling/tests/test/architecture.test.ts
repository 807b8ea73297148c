import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, root } from "../../bootstrap/repository.mjs";
import { importsOf, neededFrom } from "../src/imports.ts";

/** Which packages of the workspace a package's sources may import, and which of them as types alone. */
const directions = [
  { name: "core", values: [], types: [] },
  { name: "server", values: ["core"], types: [] },
  { name: "sdk", values: ["core"], types: ["server"] },
  { name: "cli", values: ["sdk", "core"], types: [] },
  { name: "admin-ui", values: ["sdk", "core"], types: [] },
] as const;

/** The packages that speak SQL. */
const databases = /^(kysely|pg|better-sqlite3)(\/|$)/;

/** Files of the server that are neither a store nor the database's own and still speak SQL, each with its reason. */
const alsoSpeakSql: readonly { readonly file: string; readonly because: string }[] = [];

describe.each(directions)("$name", ({ name, values, types }) => {
  const sources = sourcesOf(name);

  test("imports the packages that it may, and no others", () => {
    const wrong = sources.flatMap(({ file, imports }) =>
      imports
        .filter(({ from }) => from.startsWith("@countersign/"))
        .filter(({ from, typeOnly }) => {
          const imported = from.split("/")[1] ?? "";
          return !list(values).includes(imported) && !(typeOnly && list(types).includes(imported));
        })
        .map(({ from }) => `${file}: ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("reaches into no other package by a relative path", () => {
    const wrong = sources.flatMap(({ file, imports }) =>
      imports
        .filter(({ from }) => from.startsWith(".") && !join("src", file, "..", from).startsWith("src"))
        .map(({ from }) => `${file}: ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test("depends at run time on the packages that it imports as values, and no others of the workspace", () => {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    const own = Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith("@countersign/"));
    expect(
      own.map((dependency) => dependency.split("/")[1]).filter((one) => !list(values).includes(one ?? "")),
    ).toEqual([]);
  });
});

test("core depends on nothing, and its sources import nothing but each other", () => {
  const manifest = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8")) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(
    sourcesOf("core").flatMap(({ file, imports }) =>
      imports.filter(({ from }) => !from.startsWith(".")).map(({ from }) => `${file}: ${from}`),
    ),
  ).toEqual([]);
});

test("the SDK's main entry runs where there is no Node", () => {
  const needed = [...neededFrom(join(root, "packages/sdk/src/index.ts"))];
  expect(needed.filter(([from]) => from.startsWith("node:"))).toEqual([]);
});

test("SQL stands in the server's stores and in its db folder alone", () => {
  const allowed = alsoSpeakSql.map(({ file }) => file);
  const speaking = sourcesOf("server")
    .filter(({ imports }) => imports.some(({ from }) => databases.test(from)))
    .map(({ file }) => file);
  expect(
    speaking.filter((file) => !/-store\.ts$/.test(file) && !file.startsWith("db/") && !allowed.includes(file)),
  ).toEqual([]);
  // An exception that is not needed any more goes.
  expect(allowed.filter((file) => !speaking.includes(file))).toEqual([]);
});

test("no file is a heap of things that have nothing in common", () => {
  const heaps = /^(utils?|helpers?|types|misc|common)\.tsx?$/;
  const found = directions.flatMap(({ name }) => sourcesOf(name).map(({ file }) => `${name}/${file}`));
  expect(found.filter((file) => heaps.test(basename(file)))).toEqual([]);
  expect(found.filter((file) => /\/.+\/index\.ts$/.test(file))).toEqual([]);
});

test.each([
  { source: 'import { a } from "x";', expected: [{ from: "x", typeOnly: false }] },
  { source: 'import type { A } from "x";', expected: [{ from: "x", typeOnly: true }] },
  { source: 'import {\n  type A,\n  b,\n} from "./x.ts";', expected: [{ from: "./x.ts", typeOnly: false }] },
  {
    source: 'export * from "x";\nexport type { A } from "y";',
    expected: [
      { from: "x", typeOnly: false },
      { from: "y", typeOnly: true },
    ],
  },
  {
    source: 'import "x.css";\nconst y = await import("y");',
    expected: [
      { from: "x.css", typeOnly: false },
      { from: "y", typeOnly: false },
    ],
  },
  { source: 'export const from = "x";', expected: [] },
])("imports are found: $source", ({ source, expected }) => {
  expect(importsOf(source)).toEqual(expected);
});

function sourcesOf(name: string) {
  const folder = join(root, "packages", name, "src");
  return filesBelow(folder, new Set(["node_modules"]))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test(-d)?\.tsx?$/.test(file))
    .map((file) => ({ file, imports: importsOf(readFileSync(join(folder, file), "utf8")) }));
}

/** The same list, to be asked about names that are not in it. */
function list(names: readonly string[]): readonly string[] {
  return names;
}
