import { err, ok, type Result } from "../result.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { ChatMessage, PromptContent, TextPromptContent } from "./prompt-content.ts";
import { type ContentReference, formatReference } from "./reference.ts";
import {
  escapeTemplate,
  formatTemplate,
  parseTemplate,
  splitTemplate,
  type TemplateNode,
  type TemplatePiece,
} from "./template.ts";
import type { VariableDeclaration } from "./variable-declaration.ts";

/** Why the texts of a prompt and of what it includes do not go together. */
export interface ExpansionProblem {
  readonly code: "include-seam" | "include-too-large" | "include-invalid";
  readonly path: string;
  readonly reference: string | null;
  readonly cycle: readonly [];
  readonly message: string;
}

/**
 * Puts the texts of included prompts in place of their includes, and adds their variables. `included` knows the
 * expanded prompt of each include.
 */
export function expandPrompt(
  content: PromptContent,
  included: (reference: ContentReference) => TextPromptContent | null,
): Result<PromptContent, ExpansionProblem> {
  if (content.syntax === "plain") return ok(content);
  const expansion: Expansion = {
    included,
    variables: new Map(content.variables.map((variable) => [variable.name, variable])),
    length: 0,
  };
  if (content.type === "text") {
    const text = expandText(expansion, "/text", content.text);
    return text.ok ? ok({ ...content, text: text.value, variables: [...expansion.variables.values()] }) : text;
  }
  const messages: ChatMessage[] = [];
  for (const [index, message] of content.messages.entries()) {
    const text = expandText(expansion, `/messages/${index}/content`, message.content);
    if (!text.ok) return text;
    messages.push({ ...message, content: text.value });
  }
  return ok({ ...content, messages, variables: [...expansion.variables.values()] });
}

interface Expansion {
  readonly included: (reference: ContentReference) => TextPromptContent | null;
  /** The variables so far: a name that is there stays as it is. */
  readonly variables: Map<string, VariableDeclaration>;
  /** Length of the texts so far, so that includes that multiply are stopped before they are built. */
  length: number;
}

function expandText(expansion: Expansion, path: string, source: string): Result<string, ExpansionProblem> {
  const pieces = splitTemplate(source);
  if (!pieces.ok) return err(problem("include-invalid", path, null, pieces.error.message));
  const expanded: TemplatePiece[] = [];
  for (const piece of pieces.value) {
    const replacement =
      piece.node.type === "include" ? expandInclude(expansion, path, piece.node.reference) : ok([piece]);
    if (!replacement.ok) return replacement;
    for (const part of replacement.value) {
      expansion.length += part.source.length;
      if (expansion.length > CONTENT_LIMITS.textBytes) {
        const limit = `at most ${CONTENT_LIMITS.textBytes} bytes are allowed`;
        return err(problem("include-too-large", path, null, `With its includes the text is too long; ${limit}.`));
      }
      expanded.push(part);
    }
  }
  return joinPieces(expanded, path);
}

function expandInclude(
  expansion: Expansion,
  path: string,
  reference: ContentReference,
): Result<readonly TemplatePiece[], ExpansionProblem> {
  const text = formatReference(reference);
  const prompt = expansion.included(reference);
  if (prompt === null) return err(problem("include-invalid", path, text, `"${text}" was not resolved.`));
  for (const variable of prompt.variables) {
    if (!expansion.variables.has(variable.name)) expansion.variables.set(variable.name, variable);
  }
  const template = prompt.syntax === "plain" ? escapeTemplate(prompt.text) : prompt.text;
  const pieces = splitTemplate(template);
  return pieces.ok ? pieces : err(problem("include-invalid", path, text, `"${text}" is no template.`));
}

/**
 * The pieces as one template. What stands at a seam may read as something else than it was: a text that ends in a brace
 * and one that begins with a brace, a backslash before a tag. Then the template is written anew so that it means what
 * its pieces mean.
 */
function joinPieces(pieces: readonly TemplatePiece[], path: string): Result<string, ExpansionProblem> {
  const wanted = mergeTexts(pieces.map(({ node }) => node));
  const joined = pieces.map(({ source }) => source).join("");
  const read = parseTemplate(joined);
  if (read.ok && JSON.stringify(read.value) === JSON.stringify(wanted)) return ok(joined);
  const written = formatTemplate(wanted);
  if (written.ok) return written;
  const message =
    'An included text ends in a lone "{" directly before a variable, which no template can say; put a space or a line end between the two.';
  return err(problem("include-seam", path, null, message));
}

function mergeTexts(nodes: readonly TemplateNode[]): readonly TemplateNode[] {
  const merged: TemplateNode[] = [];
  let texts: string[] = [];
  const endText = (): void => {
    if (texts.length > 0) merged.push({ type: "text", text: texts.join("") });
    texts = [];
  };
  for (const node of nodes) {
    if (node.type === "text") {
      texts.push(node.text);
      continue;
    }
    endText();
    merged.push(node);
  }
  endText();
  return merged;
}

function problem(
  code: ExpansionProblem["code"],
  path: string,
  reference: string | null,
  message: string,
): ExpansionProblem {
  return { code, path, reference, cycle: [], message };
}
