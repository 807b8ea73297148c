import {
  type JsonValue,
  parseContent,
  type RowInput,
  type Scorer,
  type ScorerType,
  type StepInput,
  type VariableDeclaration,
} from "@countersign/core";
import type { ReadDraft } from "./draft.ts";
import type { Keyed } from "./keyed-list.ts";

/** A workflow in fields. */
export interface WorkflowDraft {
  readonly type: "workflow";
  readonly variables: readonly (VariableDeclaration & Keyed)[];
  readonly steps: readonly DraftStep[];
}

export interface DraftStep extends Keyed {
  readonly id: string;
  /** A reference text, perhaps half written. */
  readonly uses: string;
  readonly input: Readonly<Record<string, StepInput>>;
}

/** An evaluation in fields. */
export interface EvaluationDraft {
  readonly type: "evaluation";
  readonly dataset: string;
  readonly target: string;
  readonly input: Readonly<Record<string, RowInput>>;
  readonly scorers: readonly DraftScorer[];
}

/** A scorer whose fields are kept while one looks at another type. */
export type DraftScorer = Scorer<string> & Keyed;

/** The fields of a content as it is stored; `null` where it cannot be read, and its JSON is edited instead. */
export function formDraftOf(
  kind: "workflow" | "evaluation",
  content: JsonValue | null,
): WorkflowDraft | EvaluationDraft | null {
  if (content === null) return kind === "workflow" ? emptyWorkflow : emptyEvaluation;
  const parsed = parseContent(kind, content);
  if (!parsed.ok) return null;
  switch (parsed.value.kind) {
    case "workflow":
      return {
        type: "workflow",
        variables: parsed.value.content.variables.map((variable, key) => ({ ...variable, key })),
        steps: parsed.value.content.steps.map((step, key) => ({ ...step, key })),
      };
    case "evaluation":
      return {
        type: "evaluation",
        ...parsed.value.content,
        scorers: parsed.value.content.scorers.map((scorer, key) => ({ ...scorer, key })),
      };
    default:
      return null;
  }
}

/** The content that saving would store. */
export function readFormDraft(draft: WorkflowDraft | EvaluationDraft): ReadDraft {
  const content = formContent(draft);
  const parsed = parseContent(draft.type, content);
  return parsed.ok ? { ok: true, content } : { ok: false, problems: parsed.error };
}

/** The fields as JSON, also where they are no content yet. */
export function formContent(draft: WorkflowDraft | EvaluationDraft): JsonValue {
  const content: JsonValue = JSON.parse(
    JSON.stringify(
      draft.type === "workflow"
        ? { variables: draft.variables.map(withoutKey), steps: draft.steps.map(withoutKey) }
        : {
            dataset: draft.dataset,
            target: draft.target,
            input: draft.input,
            scorers: draft.scorers.map(withoutKey),
          },
    ),
  );
  return content;
}

/** A scorer of another type under the same name, with what it needs empty; what both have is kept. */
export function scorerOfType(scorer: DraftScorer, type: ScorerType): DraftScorer {
  const { key, name, threshold } = scorer;
  const common = { key, name, ...(threshold === undefined ? {} : { threshold }) };
  const expected = "expected" in scorer ? scorer.expected : { value: "" };
  switch (type) {
    case "exact":
      return { ...common, type, expected, trim: true, ignoreCase: false };
    case "contains":
      return { ...common, type, expected, ignoreCase: false };
    case "regex":
      return { ...common, type, pattern: "", flags: "", absent: false };
    case "json":
      return { ...common, type, schema: { type: "object" } };
    case "field":
      return { ...common, type, pointer: "", expected };
    case "number":
      return { ...common, type, expected, tolerance: 0 };
    case "judge":
      return { ...common, type, prompt: "", input: {} };
    case "custom":
      return { ...common, type, runner: "", parameters: {} };
  }
}

/** A name like `step-2` that no other of the list has. */
export function freeName(taken: readonly string[], word: string): string {
  for (let number = taken.length + 1; ; number += 1) {
    const name = `${word}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** The record with one entry set, or taken away with `null`. */
export function withEntry<T>(
  entries: Readonly<Record<string, T>>,
  name: string,
  value: T | null,
): Readonly<Record<string, T>> {
  const others = Object.entries(entries).filter(([known]) => known !== name || value !== null);
  const known = Object.hasOwn(entries, name);
  const kept = others.map(([at, one]): [string, T] => [at, at === name && value !== null ? value : one]);
  return Object.fromEntries(known || value === null ? kept : [...kept, [name, value]]);
}

const emptyWorkflow: WorkflowDraft = {
  type: "workflow",
  variables: [],
  steps: [{ key: 0, id: "step-1", uses: "", input: {} }],
};

const emptyEvaluation: EvaluationDraft = {
  type: "evaluation",
  dataset: "",
  target: "",
  input: {},
  scorers: [{ key: 0, name: "scorer-1", type: "exact", expected: { value: "" }, trim: true, ignoreCase: false }],
};

function withoutKey<T extends Keyed>({ key: _key, ...item }: T): Omit<T, "key"> {
  return item;
}
