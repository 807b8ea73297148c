import type { ResourceKind } from "../access/scope.ts";
import { err, ok, type Result } from "../result.ts";
import type { ContentProblem } from "./content-problem.ts";
import { type DatasetContent, readDataset } from "./dataset-content.ts";
import { type Digest, isDigest } from "./digest.ts";
import { type Evaluation, readEvaluation } from "./evaluation-content.ts";
import { type PromptContent, parsePromptContent } from "./prompt-content.ts";
import { references } from "./resource-content.ts";
import { StrictReader } from "./strict-reader.ts";
import { readWorkflow, type Workflow } from "./workflow-content.ts";

declare const expandedBrand: unique symbol;

/** A prompt without includes: it needs nothing but itself. {@link isExpandedPrompt} tells. */
export type ExpandedPromptContent = PromptContent & { readonly [expandedBrand]: true };

/** What a reference became: the thing itself, whatever it is called and wherever it is, and the digest of it. */
export type ResolvedReference =
  | { readonly kind: "prompt"; readonly digest: Digest; readonly content: ExpandedPromptContent }
  | { readonly kind: "workflow"; readonly digest: Digest; readonly content: ExpandedWorkflowContent }
  | { readonly kind: "dataset"; readonly digest: Digest; readonly content: DatasetContent };

export type ExpandedWorkflowContent = Workflow<ResolvedReference>;

export type ExpandedEvaluationContent = Evaluation<ResolvedReference>;

/**
 * A content with everything that it includes or names resolved: what is served and what the digest covers. There are no
 * ids, no paths and no labels in it, so it is the same in every workspace, and whoever has it needs nothing else but, of
 * a dataset, its rows.
 */
export type ExpandedContent =
  | { readonly kind: "prompt"; readonly content: ExpandedPromptContent }
  | { readonly kind: "workflow"; readonly content: ExpandedWorkflowContent }
  | { readonly kind: "dataset"; readonly content: DatasetContent }
  | { readonly kind: "evaluation"; readonly content: ExpandedEvaluationContent };

/** Whether a prompt includes nothing. */
export function isExpandedPrompt(content: PromptContent): content is ExpandedPromptContent {
  return references({ kind: "prompt", content }).length === 0;
}

/** Reads an expanded content from unknown JSON, such as a stored one, as strictly as `parseContent` reads a written one. */
export function parseExpandedContent(
  kind: ResourceKind,
  input: unknown,
): Result<ExpandedContent, readonly ContentProblem[]> {
  const reader = new StrictReader();
  const read = readExpanded(reader, kind, input);
  return read === undefined || reader.problems.length > 0 ? err(reader.problems) : ok(read);
}

function readExpanded(reader: StrictReader, kind: ResourceKind, input: unknown): ExpandedContent | undefined {
  const readReference = (value: unknown, path: string) => readResolved(reader, value, path);
  switch (kind) {
    case "prompt": {
      const content = readExpandedPrompt(reader, input, "");
      return content && { kind, content };
    }
    case "workflow": {
      const content = readWorkflow(reader, input, "", readReference);
      return content && { kind, content };
    }
    case "dataset": {
      const content = readDataset(reader, input);
      return content && { kind, content };
    }
    case "evaluation": {
      const content = readEvaluation(reader, input, readReference);
      return content && { kind, content };
    }
  }
}

function readExpandedPrompt(reader: StrictReader, input: unknown, path: string): ExpandedPromptContent | undefined {
  const parsed = parsePromptContent(input);
  if (!parsed.ok) {
    for (const problem of parsed.error) reader.note(`${path}${problem.path}`, problem.code, problem.message);
    return undefined;
  }
  if (isExpandedPrompt(parsed.value)) return parsed.value;
  const [include] = references({ kind: "prompt", content: parsed.value });
  const at = `${path}${include?.path ?? ""}`;
  return reader.note(at, "unresolved-include", "An expanded prompt has no includes; resolve them.");
}

/** What may stand in another content; an evaluation stands in none. */
const resolvedKinds = ["prompt", "workflow", "dataset"] as const;

function readResolved(reader: StrictReader, value: unknown, path: string): ResolvedReference | undefined {
  const object = reader.object(value, path, { required: ["kind", "digest", "content"] });
  if (object === undefined) return undefined;
  const kind = reader.field(object, "kind", (text, at) => reader.oneOf(text, at, resolvedKinds));
  const digest = reader.field(object, "digest", (text, at) => readDigest(reader, text, at));
  if (kind === undefined || digest === undefined) return undefined;
  switch (kind) {
    case "prompt": {
      const content = reader.field(object, "content", (given, at) => readExpandedPrompt(reader, given, at));
      return content && { kind, digest, content };
    }
    case "workflow": {
      const content = reader.field(object, "content", (given, at) =>
        readWorkflow(reader, given, at, (one, where) => readResolved(reader, one, where)),
      );
      return content && { kind, digest, content };
    }
    case "dataset": {
      const content = reader.field(object, "content", (given, at) => readDataset(reader, given, at));
      return content && { kind, digest, content };
    }
  }
}

function readDigest(reader: StrictReader, value: unknown, path: string): Digest | undefined {
  const text = reader.text(value, path);
  if (text === undefined || isDigest(text)) return text;
  return reader.note(path, "invalid-reference", 'A digest is "sha256:" and 64 digits of 0-9 and a-f.');
}
