import type { CatalogueEntry, VariableDeclaration } from "@countersign/core";

/**
 * The text of a declaration file by which a wrong name, label or variable of a prompt does not compile; the same text for
 * the same catalogue, in whatever order it comes.
 *
 * Where a label serves something else by the time a program runs, what it renders with is still checked then.
 */
export function declarationOf(catalogue: readonly CatalogueEntry[]): string {
  const lines = [
    "// Which prompts there are, as `countersign types` found them. Write it anew rather than change it.",
    'import "@countersign/sdk";',
    "",
    'declare module "@countersign/sdk" {',
    "  interface PromptCatalogue {",
  ];
  for (const [workspace, paths] of grouped(catalogue, (entry) => entry.workspace)) {
    lines.push(`    ${quoted(workspace)}: {`);
    for (const [path, labels] of grouped(paths, (entry) => entry.path)) {
      lines.push(`      ${quoted(path)}: {`);
      for (const [label, [entry]] of grouped(labels, (one) => one.label)) {
        lines.push(`        ${quoted(label)}: ${variablesOf(entry?.variables ?? [])};`);
      }
      lines.push("      };");
    }
    lines.push("    };");
  }
  return [...lines, "  }", "}", ""].join("\n");
}

function variablesOf(variables: readonly VariableDeclaration[]): string {
  if (variables.length === 0) return "{ readonly [name: string]: never }";
  const sorted = [...variables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const members = sorted.map(
    ({ name, required }) => `readonly ${quoted(name)}${required ? "" : "?"}: string | number | boolean`,
  );
  return `{ ${members.join("; ")} }`;
}

/** A property's name as TypeScript writes it; any text may be one. */
function quoted(text: string): string {
  if (/^[A-Za-z_]\w*$/.test(text)) return text;
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (end) => (end === "\u2028" ? "\\u2028" : "\\u2029"));
}

/** In the order of the keys. */
function grouped(
  entries: readonly CatalogueEntry[],
  keyOf: (entry: CatalogueEntry) => string,
): readonly (readonly [string, readonly CatalogueEntry[]])[] {
  const groups = new Map<string, CatalogueEntry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
