import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packages, root } from "../../bootstrap/repository.mjs";

const published = packages().filter(({ folder }) => dirname(folder) === join(root, "packages"));
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "countersign-changesets-"));
  const files = ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", ".changeset/config.json"];
  for (const file of [...files, ...packages().map(({ folder }) => `${folder.slice(root.length + 1)}/package.json`)]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

test("a minor change of core raises core by a minor step and all that depend on it, and writes their changelogs", () => {
  const before = versions();
  changeset('---\n"@countersign/core": minor\n---\n\nRoles may include roles.\n');

  expect(versions()).toEqual({
    "@countersign/core": raised(before["@countersign/core"], "minor"),
    "@countersign/sdk": raised(before["@countersign/sdk"], "patch"),
    "@countersign/server": raised(before["@countersign/server"], "patch"),
    "@countersign/admin-ui": raised(before["@countersign/admin-ui"], "patch"),
    "@countersign/cli": raised(before["@countersign/cli"], "patch"),
  });
  expect(changelog("core")).toContain("### Minor Changes\n\n- Roles may include roles.");
  for (const dependent of ["sdk", "server", "admin-ui", "cli"]) {
    expect(changelog(dependent)).toContain(
      `Updated dependencies\n  - @countersign/core@${versions()["@countersign/core"]}`,
    );
  }
});

test("a change of the console raises nothing else", () => {
  const before = versions();
  changeset('---\n"@countersign/admin-ui": patch\n---\n\nThe diff scrolls.\n');
  expect(versions()).toEqual({ ...before, "@countersign/admin-ui": raised(before["@countersign/admin-ui"], "patch") });
});

test("the changesets that wait could not be read, since the formatter took what they begin with for a heading", () => {
  const waiting = readdirSync(join(root, ".changeset")).filter((name) => name.endsWith(".md") && name !== "README.md");
  for (const name of waiting) cpSync(join(root, ".changeset", name), join(copy, ".changeset", name));
  const before = versions();
  version();

  for (const name of waiting) {
    const [, packagesOfIt = "", text = ""] =
      /^---\n+((?:"@countersign\/[a-z-]+": (?:major|minor|patch)\n)+)\n*---\n+(.+)$/m.exec(
        readFileSync(join(root, ".changeset", name), "utf8"),
      ) ?? [];
    const named = [...packagesOfIt.matchAll(/"@countersign\/([a-z-]+)"/g)].map(([, shortName = ""]) => shortName);
    expect(named, name).not.toEqual([]);
    for (const shortName of named) {
      expect(changelog(shortName), name).toContain(text);
      expect(versions()[`@countersign/${shortName}`], name).not.toBe(before[`@countersign/${shortName}`]);
    }
  }
});

function changeset(text: string): void {
  writeFileSync(join(copy, ".changeset", "under-test.md"), text);
  version();
}

function version(): void {
  const manifest = createRequire(join(root, "package.json")).resolve("@changesets/cli/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly bin: { readonly changeset: string } };
  execFileSync(process.execPath, [join(dirname(manifest), bin.changeset), "version"], { cwd: copy, stdio: "pipe" });
}

function versions(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    published.map(({ name, folder }) => {
      const manifest = readFileSync(join(copy, folder.slice(root.length), "package.json"), "utf8");
      return [name, (JSON.parse(manifest) as { readonly version: string }).version];
    }),
  );
}

function changelog(shortName: string): string {
  return readFileSync(join(copy, "packages", shortName, "CHANGELOG.md"), "utf8");
}

function raised(version: string | undefined, step: "minor" | "patch"): string {
  const [major = 0, minor = 0, patch = 0] = (version ?? "").split(".").map(Number);
  return step === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
