import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ManifestPath, ManifestProblem } from "@countersign/sdk/access";
import { isNode, LineCounter, parseDocument } from "yaml";
import { Fault } from "../command-line/fault.ts";

/** A manifest as a file says it, not looked at yet. */
export interface ManifestFile {
  readonly value: unknown;
  /** Where something stands: `access.yaml:12`, or the path where lines are not known. */
  readonly placeOf: (path: ManifestPath) => string;
}

/** The files that are looked for where none is named. */
const usual = ["access.yaml", "access.yml", "access.ts", "access.json"] as const;

/** Reads a manifest: YAML or JSON, or a module of TypeScript or JavaScript that exports one as its default. */
export async function readManifestFile(folder: string, named: string | undefined): Promise<ManifestFile> {
  const file = named ?? usual.find((name) => existsSync(resolve(folder, name)));
  if (file === undefined)
    throw new Fault("There is no access.yaml here.", "Name the manifest's file, or make one with `countersign init`.");
  const path = resolve(folder, file);
  if (!existsSync(path)) throw new Fault(`There is no file ${file}.`, "Name the manifest's file.");
  return /\.[cm]?[jt]s$/.test(file) ? readModule(path, file) : readYaml(path, file);
}

/** Every mistake in a line of its own, with where it stands. */
export function problemLines(file: ManifestFile, problems: readonly ManifestProblem[]): readonly string[] {
  return problems.map(({ path, message, remedy }) => `${file.placeOf(path)}: ${message} ${remedy}`);
}

async function readModule(path: string, file: string): Promise<ManifestFile> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(
      `${file} cannot be loaded: ${why}`,
      "Correct it. TypeScript needs Node 22.18 or newer, and types that can be taken out.",
      error,
    );
  }
  if (typeof module !== "object" || module === null || !("default" in module)) {
    throw new Fault(`${file} exports no manifest.`, "Write `export default defineAccess({ … })`.");
  }
  return { value: module.default, placeOf: (at) => [basename(file), ...at].join(" › ") };
}

function readYaml(path: string, file: string): ManifestFile {
  const counter = new LineCounter();
  // The core schema knows no times: what looks like one stays a text, as in JSON.
  const document = parseDocument(readFileSync(path, "utf8"), {
    lineCounter: counter,
    schema: "core",
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const [start] = error.linePos ?? [];
    throw new Fault(`${file}:${start?.line ?? 1}: ${error.message.split("\n")[0]}`, "Correct it.", error);
  }
  return {
    value: document.toJS({ maxAliasCount: 1_000 }),
    placeOf: (at) => {
      for (let length = at.length; length > 0; length -= 1) {
        const node = document.getIn(at.slice(0, length), true);
        if (isNode(node) && node.range) return `${file}:${counter.linePos(node.range[0]).line}`;
      }
      return file;
    },
  };
}
