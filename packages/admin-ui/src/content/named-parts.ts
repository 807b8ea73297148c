import type { DatasetContent, Evaluation, Scorer, StepInput, Workflow } from "@countersign/core";
import type { ContentPart } from "./content-parts.ts";

/** How a content names another: as written, or, as served, by the thing with its digest. */
type Named = string | { readonly kind: string; readonly digest: string };

/** The steps of a workflow in their order, and which order that is. */
export function workflowParts({ steps }: Workflow<Named>): readonly ContentPart[] {
  return [
    { path: "/steps", title: "Order of the steps", text: steps.map(({ id }) => id).join("\n") },
    ...steps.map(({ id, uses, input }, index): ContentPart => {
      const lines = Object.entries(input).map(([name, given]) => `${name}: ${inputWords(given)}`);
      return {
        path: `/steps/${index}`,
        title: `Step ${id}`,
        text: [`runs ${nameOf(uses)}`, ...lines].join("\n"),
        id: `step ${id}`,
      };
    }),
  ];
}

/** What an evaluation runs on, what it gives, and how it judges. */
export function evaluationParts({ dataset, target, input, scorers }: Evaluation<Named>): readonly ContentPart[] {
  const given = Object.entries(input).map(([name, from]) => `${name}: ${inputWords(from)}`);
  return [
    { path: "/dataset", title: "Dataset", text: nameOf(dataset) },
    { path: "/target", title: "Target", text: nameOf(target) },
    ...(given.length === 0 ? [] : [{ path: "/input", title: "What it is given", text: given.join("\n") }]),
    ...scorers.map(
      (scorer, index): ContentPart => ({
        path: `/scorers/${index}`,
        title: `Scorer ${scorer.name}`,
        text: scorerLines(scorer).join("\n"),
        id: `scorer ${scorer.name}`,
      }),
    ),
  ];
}

/** The columns of a dataset, and how many rows it has; the rows themselves are compared apart. */
export function datasetParts({ schema, rowCount, root }: DatasetContent): readonly ContentPart[] {
  const columns = schema.columns.map(({ name, type, description }) => {
    const about = description === undefined ? "" : ` — ${description}`;
    return `${name}: ${type}${schema.key === name ? ", tells rows apart" : ""}${about}`;
  });
  return [
    { path: "/schema", title: "Columns", text: columns.join("\n") },
    { path: "/rowCount", title: "Rows", text: `${rowCount.toLocaleString("en")}, root ${root}` },
  ];
}

function scorerLines(scorer: Scorer<Named>): readonly string[] {
  const { name: _name, type, threshold, ...rest } = scorer;
  const lines = Object.entries(rest).map(([key, value]) => `${key}: ${fieldWords(key, value)}`);
  return [`type: ${type}`, ...lines, threshold === undefined ? "only informs" : `enough from ${threshold} on`];
}

function fieldWords(key: string, value: unknown): string {
  if (key === "expected") return inputWords(value);
  if (key === "prompt") return nameOf(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function inputWords(given: StepInput | unknown): string {
  if (typeof given !== "object" || given === null) return String(given);
  if ("variable" in given) return `the variable ${String(given.variable)}`;
  if ("step" in given) return `the answer of the step ${String(given.step)}`;
  if ("column" in given) return `the column ${String(given.column)}`;
  if ("answer" in given) return "the answer that is judged";
  return "value" in given ? JSON.stringify(given.value) : JSON.stringify(given);
}

function nameOf(named: unknown): string {
  if (typeof named !== "object" || named === null || !("digest" in named) || !("kind" in named)) return String(named);
  return `${String(named.kind)} ${String(named.digest)}`;
}
