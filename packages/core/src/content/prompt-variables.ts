import { CONTENT_LIMITS } from "./content-limits.ts";
import { type PromptContent, promptTexts, type TextPromptContent } from "./prompt-content.ts";
import { parseTemplate, type TemplateNode } from "./template.ts";

/**
 * The names of the variables that a prompt's own texts use, each once, in the order of their first use. What included
 * prompts use is not among them. A plain prompt uses none, and a text that is no template, which the parser refuses,
 * adds none.
 */
export function variablesIn(content: PromptContent): readonly string[] {
  if (content.syntax === "plain") return [];
  const names = new Set<string>();
  for (const { text } of promptTexts(content)) {
    const template = parseTemplate(text);
    if (!template.ok) continue;
    for (const name of variableNames(template.value)) names.add(name);
  }
  return [...names];
}

/** The same prompt with each variable that it uses and does not declare declared as required, after the others. */
export function withDeclaredVariables<T extends PromptContent>(content: T): T {
  const declared = new Set(content.variables.map(({ name }) => name));
  const missing = variablesIn(content).filter((name) => !declared.has(name));
  if (missing.length === 0) return content;
  const added = missing.map((name) => ({ name, required: true }) as const);
  return { ...content, variables: [...content.variables, ...added] };
}

/**
 * A prompt that stores a text found elsewhere, byte for byte: as a template with its variables declared where it is a
 * valid one without includes, otherwise as plain text. An include is left plain because what it names is not here.
 */
export function templateOrPlain(text: string): TextPromptContent {
  const plain: TextPromptContent = { type: "text", syntax: "plain", text, variables: [] };
  const template = parseTemplate(text);
  if (!template.ok || template.value.some((node) => node.type === "include")) return plain;
  const content = withDeclaredVariables({ ...plain, syntax: "template" });
  return content.variables.length > CONTENT_LIMITS.variables ? plain : content;
}

function variableNames(nodes: readonly TemplateNode[]): readonly string[] {
  return nodes.flatMap((node) => (node.type === "variable" ? [node.name] : []));
}
