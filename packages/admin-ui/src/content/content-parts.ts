import { type JsonValue, type PromptContent, parsePromptContent, type VariableDeclaration } from "@countersign/core";

/** A part of a content that is read on its own: a message, the variables, the model. */
export interface ContentPart {
  /** JSON pointer into the content; line comments are anchored to it. */
  readonly path: string;
  readonly title: string;
  /** The part as text, compared line by line. */
  readonly text: string;
}

/** A part on both sides of a comparison; `null` where the side has no such part. */
export interface ComparedPart {
  readonly path: string;
  readonly title: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly changed: boolean;
}

/** The parts of a content in reading order; what is no prompt is one part, as JSON. */
export function contentParts(content: JsonValue): readonly ContentPart[] {
  const prompt = parsePromptContent(content);
  return prompt.ok ? promptParts(prompt.value) : [{ path: "", title: "Content", text: json(content) }];
}

/** Two contents part by part, parts found by their place. */
export function compareParts(before: JsonValue | null, after: JsonValue): readonly ComparedPart[] {
  const old = before === null ? [] : contentParts(before);
  const now = contentParts(after);
  const kept = now.map((part): ComparedPart => {
    const match = old.find((candidate) => candidate.path === part.path);
    return {
      path: part.path,
      title: part.title,
      before: match?.text ?? null,
      after: part.text,
      changed: match?.text !== part.text || match.title !== part.title,
    };
  });
  const gone = old
    .filter((part) => !now.some((candidate) => candidate.path === part.path))
    .map(
      (part): ComparedPart => ({ path: part.path, title: part.title, before: part.text, after: null, changed: true }),
    );
  return [...kept, ...gone];
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
  const settings: ContentPart[] = [{ path: "/syntax", title: "Syntax", text: prompt.syntax }];
  if (prompt.variables.length > 0) {
    settings.push({ path: "/variables", title: "Variables", text: prompt.variables.map(variableLine).join("\n") });
  }
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
