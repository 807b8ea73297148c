import type { ResourceKind } from "../access/scope.ts";
import { err, ok, type Result } from "../result.ts";
import type { ContentProblem } from "./content-problem.ts";
import type { DatasetContent } from "./dataset-content.ts";
import { type Digest, isDigest } from "./digest.ts";
import { type Evaluation, readEvaluation } from "./evaluation-content.ts";
import type { PromptContent } from "./prompt-content.ts";
import { parseContent, references } from "./resource-content.ts";
import { StrictReader } from "./strict-reader.ts";
import { readWorkflow, type Workflow } from "./workflow-content.ts";

declare const expandedBrand: unique symbol;

/** A prompt without includes: it needs nothing but itself. {@link isExpandedPrompt} tells. */
export type ExpandedPromptContent = PromptContent & { readonly [expandedBrand]: true };

/** What a reference became: what is referred to, whatever it is called and wherever it is. */
export type DigestReference = { readonly digest: Digest };

export type ExpandedWorkflowContent = Workflow<DigestReference>;

export type ExpandedEvaluationContent = Evaluation<DigestReference>;

/**
 * A content with everything that it includes resolved: what is served and what the digest covers. There are no ids, no
 * paths and no labels in it, so it is the same in every workspace.
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
  const readDigest = (value: unknown, path: string) => readDigestReference(reader, value, path);
  switch (kind) {
    case "workflow": {
      const content = readWorkflow(reader, input, readDigest);
      return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok({ kind, content });
    }
    case "evaluation": {
      const content = readEvaluation(reader, input, readDigest);
      return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok({ kind, content });
    }
    case "prompt":
    case "dataset": {
      const parsed = parseContent(kind, input);
      if (!parsed.ok) return parsed;
      if (parsed.value.kind === "dataset") return ok(parsed.value);
      if (parsed.value.kind === "prompt" && isExpandedPrompt(parsed.value.content)) {
        return ok({ kind: "prompt", content: parsed.value.content });
      }
      const [include] = references(parsed.value);
      reader.note(include?.path ?? "", "unresolved-include", "An expanded prompt has no includes; resolve them.");
      return err(reader.problems);
    }
  }
}

function readDigestReference(reader: StrictReader, value: unknown, path: string): DigestReference | undefined {
  const object = reader.object(value, path, { required: ["digest"] });
  if (object === undefined) return undefined;
  const digest = reader.field(object, "digest", (text, at) => reader.text(text, at));
  if (digest === undefined || isDigest(digest)) return digest === undefined ? undefined : { digest };
  return reader.note(path, "invalid-reference", 'A digest is "sha256:" and 64 digits of 0-9 and a-f.');
}
