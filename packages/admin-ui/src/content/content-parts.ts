import {
  type JsonValue,
  type PromptContent,
  parseContent,
  parseExpandedContent,
  parsePromptContent,
  type VariableDeclaration,
} from "@countersign/core";
import { datasetParts, evaluationParts, workflowParts } from "./named-parts.ts";

/** A part of a content that is read on its own: a message, the variables, the model. */
export interface ContentPart {
  /** JSON pointer into the content; line comments are anchored to it. */
  readonly path: string;
  readonly title: string;
  /** The part as text, compared line by line. */
  readonly text: string;
  /** What the part is found by on the other side of a comparison. Default: its place. */
  readonly id?: string;
}

/** A part on both sides of a comparison; `null` where the side has no such part. */
export interface ComparedPart {
  /** Unique in the comparison. */
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly changed: boolean;
}

/** The parts of a content in reading order, as written or as served; what cannot be read is one part, as JSON. */
export function contentParts(content: JsonValue): readonly ContentPart[] {
  const prompt = parsePromptContent(content);
  if (prompt.ok) return promptParts(prompt.value);
  for (const parse of [parseContent, parseExpandedContent]) {
    const workflow = parse("workflow", content);
    if (workflow.ok && workflow.value.kind === "workflow") {
      const { variables } = workflow.value.content;
      return [...variablesPart(variables), ...workflowParts(workflow.value.content)];
    }
    const evaluation = parse("evaluation", content);
    if (evaluation.ok && evaluation.value.kind === "evaluation") return evaluationParts(evaluation.value.content);
    const dataset = parse("dataset", content);
    if (dataset.ok && dataset.value.kind === "dataset") return datasetParts(dataset.value.content);
  }
  return [{ path: "", title: "Content", text: json(content) }];
}

/** Two contents part by part, parts found by their place. */
export function compareParts(before: JsonValue | null, after: JsonValue): readonly ComparedPart[] {
  const old = before === null ? [] : contentParts(before);
  const now = contentParts(after);
  const kept = now.map((part): ComparedPart => {
    const match = old.find((candidate) => idOf(candidate) === idOf(part));
    return {
      id: idOf(part),
      path: part.path,
      title: part.title,
      before: match?.text ?? null,
      after: part.text,
      changed: match?.text !== part.text || match.title !== part.title,
    };
  });
  const gone = old
    .filter((part) => !now.some((candidate) => idOf(candidate) === idOf(part)))
    .map(
      (part): ComparedPart => ({
        id: idOf(part),
        path: part.path,
        title: part.title,
        before: part.text,
        after: null,
        changed: true,
      }),
    );
  return [...kept, ...gone];
}

function idOf({ id, path }: ContentPart): string {
  return id ?? path;
}

function variablesPart(variables: readonly VariableDeclaration[]): readonly ContentPart[] {
  if (variables.length === 0) return [];
  return [{ path: "/variables", title: "Variables", text: variables.map(variableLine).join("\n") }];
}

function promptParts(prompt: PromptContent): readonly ContentPart[] {
  const texts: readonly ContentPart[] =
    prompt.type === "text"
      ? [{ path: "/text", title: "Text", text: prompt.text }]
      : prompt.messages.map((message, index) => ({
          path: `/messages/${index}/content`,
          title: message.name === undefined ? titled(message.role) : `${titled(message.role)} (${message.name})`,
          text: message.content,
        }));
  const settings: ContentPart[] = [
    { path: "/syntax", title: "Syntax", text: prompt.syntax },
    ...variablesPart(prompt.variables),
  ];
  if (prompt.model !== undefined) settings.push({ path: "/model", title: "Model", text: json(prompt.model) });
  if (prompt.type === "chat" && prompt.tools !== undefined) {
    settings.push({ path: "/tools", title: "Tools", text: json(prompt.tools) });
  }
  return [...texts, ...settings];
}

/** A declared variable in one line. */
function variableLine(variable: VariableDeclaration): string {
  const about = variable.description === undefined ? "" : ` — ${variable.description}`;
  const fallback = variable.default === undefined ? "" : `, default ${JSON.stringify(variable.default)}`;
  return `${variable.name}: ${variable.required ? "required" : "optional"}${fallback}${about}`;
}

function titled(role: string): string {
  return `${role.slice(0, 1).toUpperCase()}${role.slice(1)} message`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
