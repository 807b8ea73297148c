import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One import or re-export in a source file. */
export interface Import {
  /** As written: `./scope.ts`, `@countersign/core`, `node:fs`. */
  readonly from: string;
  /** Whether it is erased, `import type` and `export type`. */
  readonly typeOnly: boolean;
}

const statement =
  /^\s*(?:import|export)\s+(?<type>type\s)?[^"';]*?from\s*["'](?<from>[^"']+)["']|^\s*import\s*["'](?<bare>[^"']+)["']|\bimport\(\s*["'](?<dynamic>[^"']+)["']/gm;

/** The imports of a source file, in its order. */
export function importsOf(source: string): readonly Import[] {
  return [...source.matchAll(statement)].flatMap(({ groups }) => {
    const from = groups?.["from"] ?? groups?.["bare"] ?? groups?.["dynamic"];
    return from === undefined ? [] : [{ from, typeOnly: groups?.["type"] !== undefined }];
  });
}

/**
 * What a module needs at run time, all the way down its relative imports: the packages and `node:` modules, each with
 * the file that imports it.
 *
 * @param entry absolute path of the module
 */
export function neededFrom(entry: string): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { from, typeOnly } of importsOf(readFileSync(file, "utf8"))) {
      if (typeOnly) continue;
      if (!from.startsWith(".")) needed.set(from, file);
      else if (/\.tsx?$/.test(from)) visit(join(file, "..", from));
    }
  };
  visit(entry);
  return needed;
}
