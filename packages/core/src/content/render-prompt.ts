import { err, ok, type Result } from "../result.ts";
import type { ChatMessage, PromptContent } from "./prompt-content.ts";
import { promptTexts } from "./prompt-content.ts";
import { formatReference } from "./reference.ts";
import { parseTemplate, type TemplateNode } from "./template.ts";
import type { VariableValue } from "./variable-declaration.ts";

/** What to put in place of variables. Only own properties count. */
export type VariableValues = Readonly<Record<string, VariableValue>>;

/** Why a prompt cannot be rendered. */
export type RenderProblem =
  | {
      readonly code: "variables";
      /** Required and not given. */
      readonly missing: readonly string[];
      /** Given and not known to the prompt. */
      readonly unexpected: readonly string[];
      /** Given as something else than a text, a finite number or a boolean. */
      readonly invalid: readonly string[];
      readonly message: string;
    }
  | { readonly code: "unresolved-include"; readonly reference: string; readonly message: string }
  | { readonly code: "invalid-template"; readonly path: string; readonly message: string };

export type RenderedPrompt =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "chat"; readonly messages: readonly ChatMessage[] };

/**
 * Renders a template's nodes. Every variable in it must be given and nothing else may be; one answer names all that is
 * wrong. What is put in is never looked at again: a value that holds `{{x}}` is rendered as that.
 */
export function renderTemplate(nodes: readonly TemplateNode[], values: VariableValues): Result<string, RenderProblem> {
  const used = new Set(nodes.flatMap((node) => (node.type === "variable" ? [node.name] : [])));
  const problem = judgeValues(used, used, values);
  return problem === null ? fill(nodes, values) : err(problem);
}

/**
 * Renders a prompt whose includes are resolved. Every required variable that it declares must be given, used or not,
 * and nothing that it does not declare; one answer names all that is wrong. An optional variable that is not given is
 * its default, or empty. Plain texts come out as they stand.
 */
export function renderPrompt(
  content: PromptContent,
  values: VariableValues = {},
): Result<RenderedPrompt, RenderProblem> {
  const declared = new Set(content.variables.map(({ name }) => name));
  const required = new Set(content.variables.filter((variable) => variable.required).map(({ name }) => name));
  const problem = judgeValues(declared, required, values);
  if (problem !== null) return err(problem);

  const defaults = content.variables.map((variable) => [variable.name, variable.default ?? ""] as const);
  const all: VariableValues = Object.fromEntries([...defaults, ...Object.entries(values)]);
  const texts: string[] = [];
  for (const { path, text } of promptTexts(content)) {
    const rendered = content.syntax === "plain" ? ok(text) : renderText(path, text, all);
    if (!rendered.ok) return rendered;
    texts.push(rendered.value);
  }
  if (content.type === "text") return ok({ type: "text", text: texts.join("") });
  const messages = content.messages.map((message, index) => ({ ...message, content: texts[index] ?? "" }));
  return ok({ type: "chat", messages });
}

function renderText(path: string, text: string, values: VariableValues): Result<string, RenderProblem> {
  const template = parseTemplate(text);
  if (template.ok) return fill(template.value, values);
  return err({ code: "invalid-template", path, message: `${path} is no template. ${template.error.message}` });
}

function fill(nodes: readonly TemplateNode[], values: VariableValues): Result<string, RenderProblem> {
  let text = "";
  for (const node of nodes) {
    switch (node.type) {
      case "text":
        text += node.text;
        break;
      case "variable":
        if (!Object.hasOwn(values, node.name)) return err(variablesProblem([node.name], [], []));
        text += String(values[node.name]);
        break;
      case "include": {
        const reference = formatReference(node.reference);
        const message = `"${reference}" is not resolved; render the expanded content, which has no includes.`;
        return err({ code: "unresolved-include", reference, message });
      }
    }
  }
  return ok(text);
}

function judgeValues(
  known: ReadonlySet<string>,
  required: ReadonlySet<string>,
  values: VariableValues,
): RenderProblem | null {
  const given = Object.keys(values);
  const missing = [...required].filter((name) => !Object.hasOwn(values, name));
  const unexpected = given.filter((name) => !known.has(name));
  const invalid = given.filter((name) => known.has(name) && !isVariableValue(values[name]));
  return missing.length + unexpected.length + invalid.length === 0
    ? null
    : variablesProblem(missing, unexpected, invalid);
}

function isVariableValue(value: unknown): value is VariableValue {
  return (
    typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))
  );
}

function variablesProblem(
  missing: readonly string[],
  unexpected: readonly string[],
  invalid: readonly string[],
): RenderProblem {
  const parts = [
    missing.length > 0 ? `Missing variables: ${missing.join(", ")}; give them.` : "",
    unexpected.length > 0 ? `Unknown variables: ${unexpected.join(", ")}; leave them out, or declare them.` : "",
    invalid.length > 0
      ? `Variables of a wrong type: ${invalid.join(", ")}; give texts, finite numbers or booleans.`
      : "",
  ];
  return { code: "variables", missing, unexpected, invalid, message: parts.filter((part) => part !== "").join(" ") };
}
