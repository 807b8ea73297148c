import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-types-"));
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const project = join(root, "tsconfig.build.json");
  // Unchecked, because what is asked is what the declarations say; the build checks them.
  const flags = ["--noCheck", "--emitDeclarationOnly", "--outDir", folder];
  execFileSync(process.execPath, [compiler, "-p", project, ...flags], { cwd: root });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the published types come from this package and from core, and mention neither the server nor how it is called", () => {
  const files = new Map<string, string>();
  const { exports }: { readonly exports: Readonly<Record<string, { readonly types: string }>> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  for (const { types } of Object.values(exports)) declarationsFrom(join(folder, types.replace("./dist/", "")), files);
  expect(files.size).toBeGreaterThan(Object.keys(exports).length + 20);
  const packages = new Set<string>();
  for (const text of files.values()) {
    for (const from of importsOf(text)) if (!from.startsWith(".")) packages.add(from);
    expect(text).not.toMatch(/trpc|@countersign\/server|AppRouter/i);
  }
  expect([...packages]).toEqual(["@countersign/core"]);
});

/** Every declaration file that the entry leads to, by its path. */
function declarationsFrom(entry: string, seen = new Map<string, string>()): ReadonlyMap<string, string> {
  if (seen.has(entry)) return seen;
  const text = readFileSync(entry, "utf8");
  seen.set(entry, text);
  for (const from of importsOf(text)) {
    if (from.startsWith(".")) declarationsFrom(join(dirname(entry), from.replace(/\.[jt]s$/, ".d.ts")), seen);
  }
  return seen;
}

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].flatMap(([, from]) => (from === undefined ? [] : [from]));
}
