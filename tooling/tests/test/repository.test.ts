import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { packages, root } from "../../bootstrap/repository.mjs";

/** What no file says: the project is the same wherever it is checked out and wherever its packages come from. */
const unsaid = [
  { name: "an absolute path of somebody's folder", pattern: /(?:^|[\s"'`(=:])\/(?:home|root|work|Users)\/[\w.-]/m },
  {
    name: "the host of a package registry",
    pattern: /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.|npm\.pkg\.github\.)/,
  },
  { name: "work that is left", pattern: /\b(?:TO|FIX)(?:DO|ME)\b/ },
];

/** What no TypeScript says. */
const untyped = [
  { name: "a cast through unknown", pattern: /\bas\s+unknown\s+as\b/ },
  { name: "a switched-off compiler", pattern: /@ts-(?:ignore|nocheck)\b/ },
];

const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .toString("utf8")
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
  .filter(({ text }) => !text.includes("\0"));

const manifests = files
  .filter(({ path }) => /(^|\/)package\.json$/.test(path))
  .map(({ path, text }) => ({ path, manifest: JSON.parse(text) as Manifest }));

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("what files say", () => {
  test.each(unsaid)("no file holds $name", ({ pattern }) => {
    expect(
      files.filter(({ text }) => pattern.test(text)).map(({ path, text }) => `${path}: ${text.match(pattern)}`),
    ).toEqual([]);
  });

  test("no file names the registry that this machine is configured with", () => {
    const configured = execFileSync("npm", ["config", "get", "registry"], { cwd: root, encoding: "utf8" });
    const { host } = new URL(configured.trim());
    expect(files.filter(({ text }) => text.includes(host)).map(({ path }) => path)).toEqual([]);
  });

  test.each(untyped)("no source holds $name", ({ pattern }) => {
    const sources = files.filter(({ path }) => /\.(?:[cm]?ts|tsx)$/.test(path));
    expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test("no lockfile says where a package comes from", () => {
    const locks = files.filter(({ path }) => /(pnpm-lock\.yaml|package-lock\.json)$/.test(path));
    expect(locks.map(({ path }) => path)).toEqual([
      "pnpm-lock.yaml",
      "tooling/toolchain/node/package-lock.json",
      "tooling/toolchain/older-nodes/package-lock.json",
      "tooling/toolchain/pnpm/package-lock.json",
    ]);
    expect(
      locks.filter(({ text }) => /"resolved":|\btarball:|\bregistry\b/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("what packages are", () => {
  test("every dependency is an exact version or a package of the workspace", () => {
    const loose = manifests.flatMap(({ path, manifest }) =>
      Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
        .filter(([, version]) => !/^((npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`),
    );
    expect(loose).toEqual([]);
  });

  test("every published package carries the license", () => {
    const license = readFileSync(join(root, "LICENSE"), "utf8");
    expect(license).toContain("Apache License");
    for (const { folder } of packages().filter(({ folder }) => dirname(folder) === join(root, "packages"))) {
      expect(readFileSync(join(folder, "LICENSE"), "utf8"), folder).toBe(license);
    }
  });

  test("every package that holds tests says how to run them, and these do", () => {
    const declared = packages().filter(({ scripts }) => scripts["test"] !== undefined);
    expect(declared.map(({ shortName }) => shortName)).toEqual(
      expect.arrayContaining(["admin-ui", "core", "sdk", "server", "tests"]),
    );
    const folders = declared.map(({ folder }) => folder.slice(root.length + 1));
    const tests = files.filter(({ path }) => /\.test\.tsx?$/.test(path)).map(({ path }) => path);
    expect(tests.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)))).toEqual([]);
  });

  test("npm's scripts leave no shell between npm and what it runs", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
    for (const script of Object.values(scripts ?? {})) expect(script).toMatch(/^exec node /);
  });
});
