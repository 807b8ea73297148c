import type { ResourceKind } from "../access/scope.ts";
import { err, ok, type Result } from "../result.ts";
import type { ContentProblem } from "./content-problem.ts";
import { type DatasetContent, readDataset } from "./dataset-content.ts";
import { type Evaluation, readEvaluation } from "./evaluation-content.ts";
import { type PromptContent, parsePromptContent, promptTexts } from "./prompt-content.ts";
import { type ContentReference, formatReference, parseReference } from "./reference.ts";
import { StrictReader } from "./strict-reader.ts";
import { parseTemplate } from "./template.ts";
import { readWorkflow, type Workflow } from "./workflow-content.ts";

/** A workflow as written: its steps name prompts and workflows by reference texts. */
export type WorkflowContent = Workflow<string>;

/** An evaluation as written: it names a dataset and a target by reference texts. */
export type EvaluationContent = Evaluation<string>;

/** What one version of a resource says, as it was written. */
export type ResourceContent =
  | { readonly kind: "prompt"; readonly content: PromptContent }
  | { readonly kind: "workflow"; readonly content: WorkflowContent }
  | { readonly kind: "dataset"; readonly content: DatasetContent }
  | { readonly kind: "evaluation"; readonly content: EvaluationContent };

/** A reference in a content. */
export interface LocatedReference {
  /** Where, as a JSON pointer. */
  readonly path: string;
  readonly reference: ContentReference;
  /** The kinds that may be named there. A prompt that another prompt includes must moreover be a text prompt. */
  readonly expects: readonly ResourceKind[];
}

/**
 * Reads the content of a kind from unknown JSON, strictly, and normalizes it: defaults are written out, references are
 * in their one form. All problems are named, at most 100.
 */
export function parseContent(kind: ResourceKind, input: unknown): Result<ResourceContent, readonly ContentProblem[]> {
  const reader = new StrictReader();
  const readReference = (value: unknown, path: string) => readReferenceText(reader, value, path);
  switch (kind) {
    case "prompt": {
      const content = parsePromptContent(input);
      return content.ok ? ok({ kind, content: content.value }) : content;
    }
    case "workflow": {
      const content = readWorkflow(reader, input, "", readReference);
      return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok({ kind, content });
    }
    case "dataset": {
      const content = readDataset(reader, input);
      return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok({ kind, content });
    }
    case "evaluation": {
      const content = readEvaluation(reader, input, readReference);
      return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok({ kind, content });
    }
  }
}

/** Everything that a content includes or refers to, in order; one that is named twice is there twice. */
export function references(content: ResourceContent): readonly LocatedReference[] {
  switch (content.kind) {
    case "prompt":
      return includesIn(content.content);
    case "workflow":
      return content.content.steps.flatMap(({ uses }, index) =>
        located(`/steps/${index}/uses`, uses, ["prompt", "workflow"]),
      );
    case "dataset":
      return [];
    case "evaluation":
      return [
        ...located("/dataset", content.content.dataset, ["dataset"]),
        ...located("/target", content.content.target, ["prompt", "workflow"]),
        ...content.content.scorers.flatMap((scorer, index) =>
          scorer.type === "judge" ? located(`/scorers/${index}/prompt`, scorer.prompt, ["prompt"]) : [],
        ),
      ];
  }
}

function includesIn(content: PromptContent): readonly LocatedReference[] {
  if (content.syntax === "plain") return [];
  return promptTexts(content).flatMap(({ path, text }) => {
    const template = parseTemplate(text);
    if (!template.ok) return [];
    return template.value.flatMap((node): readonly LocatedReference[] =>
      node.type === "include" ? [{ path, reference: node.reference, expects: ["prompt"] }] : [],
    );
  });
}

function located(path: string, text: string, expects: readonly ResourceKind[]): readonly LocatedReference[] {
  const reference = parseReference(text);
  return reference.ok ? [{ path, reference: reference.value, expects }] : [];
}

function readReferenceText(reader: StrictReader, value: unknown, path: string): string | undefined {
  const text = reader.text(value, path);
  if (text === undefined) return undefined;
  const reference = parseReference(text);
  return reference.ok ? formatReference(reference.value) : reader.note(path, "invalid-reference", reference.error);
}
