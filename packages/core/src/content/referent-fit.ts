import type { ExpandedContent } from "./expanded-content.ts";
import { child } from "./json-pointer.ts";
import type { ResourceContent } from "./resource-content.ts";
import type { RowInput } from "./row-input.ts";
import type { Scorer } from "./scorer.ts";
import type { VariableDeclaration } from "./variable-declaration.ts";

/** Where a content does not fit what it names. */
export interface FitProblem {
  readonly code: "missing-input" | "unknown-input" | "unknown-column";
  /** As a JSON pointer into the content as written. */
  readonly path: string;
  readonly message: string;
}

/** What a reference text leads to; `null` where it leads nowhere, which is said elsewhere. */
export type Referent = (reference: string) => ExpandedContent | null;

/**
 * Whether a content fits what it names: steps give what the prompts need and nothing else, and an evaluation names
 * columns that its dataset has.
 */
export function judgeFit(content: ResourceContent, referent: Referent): readonly FitProblem[] {
  switch (content.kind) {
    case "prompt":
    case "dataset":
      return [];
    case "workflow":
      return content.content.steps.flatMap((step, index) =>
        judgeInput(`/steps/${index}/input`, `Step "${step.id}"`, step.uses, referent(step.uses), step.input),
      );
    case "evaluation": {
      const { dataset, target, input, scorers } = content.content;
      const rows = referent(dataset);
      const columns = rows?.kind === "dataset" ? new Set(rows.content.schema.columns.map(({ name }) => name)) : null;
      return [
        ...judgeInput("/input", "The evaluation", target, referent(target), input),
        ...Object.entries(input).flatMap(([name, given]) =>
          judgeColumn(child("/input", name), dataset, columns, given),
        ),
        ...scorers.flatMap((scorer, index) => judgeScorer(`/scorers/${index}`, scorer, dataset, columns, referent)),
      ];
    }
  }
}

function judgeScorer(
  path: string,
  scorer: Scorer<string>,
  dataset: string,
  columns: ReadonlySet<string> | null,
  referent: Referent,
): readonly FitProblem[] {
  if (scorer.type === "judge") {
    return [
      ...judgeInput(
        `${path}/input`,
        `The scorer "${scorer.name}"`,
        scorer.prompt,
        referent(scorer.prompt),
        scorer.input,
      ),
      ...Object.entries(scorer.input).flatMap(([name, given]) =>
        "answer" in given ? [] : judgeColumn(child(`${path}/input`, name), dataset, columns, given),
      ),
    ];
  }
  return "expected" in scorer ? judgeColumn(`${path}/expected`, dataset, columns, scorer.expected) : [];
}

function judgeInput(
  path: string,
  who: string,
  reference: string,
  used: ExpandedContent | null,
  input: Readonly<Record<string, unknown>>,
): readonly FitProblem[] {
  const variables = used === null ? null : variablesOf(used);
  if (variables === null) return [];
  const names = new Set(variables.map(({ name }) => name));
  const missing = variables
    .filter(({ name, required }) => required && !Object.hasOwn(input, name))
    .map(({ name }): FitProblem => {
      const message = `${who} gives nothing for "${name}", which "${reference}" requires; say where it comes from.`;
      return { code: "missing-input", path, message };
    });
  const unknown = Object.keys(input)
    .filter((name) => !names.has(name))
    .map((name): FitProblem => {
      const known = names.size === 0 ? "which has no variables" : `whose variables are ${[...names].join(", ")}`;
      const message = `${who} gives "${name}" to "${reference}", ${known}; remove it, or rename it.`;
      return { code: "unknown-input", path: child(path, name), message };
    });
  return [...missing, ...unknown];
}

function judgeColumn(
  path: string,
  dataset: string,
  columns: ReadonlySet<string> | null,
  given: RowInput,
): readonly FitProblem[] {
  if (columns === null || !("column" in given) || columns.has(given.column)) return [];
  const message = `"${dataset}" has no column "${given.column}"; its columns are ${[...columns].join(", ")}.`;
  return [{ code: "unknown-column", path: `${path}/column`, message }];
}

function variablesOf(used: ExpandedContent): readonly VariableDeclaration[] | null {
  return used.kind === "prompt" || used.kind === "workflow" ? used.content.variables : null;
}
