import { err, ok, type Result } from "../result.ts";
import type { JsonObject } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { ContentProblem } from "./content-problem.ts";
import { child } from "./json-pointer.ts";
import { StrictReader } from "./strict-reader.ts";
import { parseTemplate } from "./template.ts";
import { utf8Length } from "./utf8.ts";
import { readVariables, type VariableDeclaration } from "./variable-declaration.ts";

/** Who speaks in a chat. */
export const MESSAGE_ROLES = ["system", "developer", "user", "assistant", "tool"] as const;

export type MessageRole = (typeof MESSAGE_ROLES)[number];

/**
 * How texts are read. In a `template`, `{{name}}` is a variable and `{{> path@label}}` an include; a `plain` text is
 * never interpolated, includes nothing, and can hold anything. It is part of what the digest covers.
 */
export const PROMPT_SYNTAXES = ["template", "plain"] as const;

export type PromptSyntax = (typeof PROMPT_SYNTAXES)[number];

export type ModelSettings = {
  readonly provider?: string;
  /** As the provider calls the model. */
  readonly name: string;
  /** Passed to the provider as they stand, such as `temperature`. */
  readonly parameters: JsonObject;
};

export type ChatMessage = {
  readonly role: MessageRole;
  readonly content: string;
  /** Tells apart several who have the same role. */
  readonly name?: string;
};

export type ToolDefinition = {
  /** Unique in the prompt; matches `[A-Za-z0-9_.-]{1,128}`. */
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments; kept as it stands. */
  readonly parameters: JsonObject;
};

export type TextPromptContent = {
  readonly type: "text";
  readonly syntax: PromptSyntax;
  readonly text: string;
  /** Every variable that the text uses, perhaps more; empty when the syntax is plain. */
  readonly variables: readonly VariableDeclaration[];
  readonly model?: ModelSettings;
};

export type ChatPromptContent = {
  readonly type: "chat";
  readonly syntax: PromptSyntax;
  readonly messages: readonly ChatMessage[];
  /** Every variable that the messages use, perhaps more; empty when the syntax is plain. */
  readonly variables: readonly VariableDeclaration[];
  /** Never empty. */
  readonly tools?: readonly ToolDefinition[];
  readonly model?: ModelSettings;
};

/** What one version of a prompt says. */
export type PromptContent = TextPromptContent | ChatPromptContent;

/** A text of a prompt, and where it stands in the content as a JSON pointer. */
export interface PromptText {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a prompt's content from unknown JSON, strictly: unknown keys, wrong types, text that is no template, variables
 * that are used but not declared, and anything beyond {@link CONTENT_LIMITS} are problems, at most 100 of them. The
 * value is normalized: defaults are written out, an empty list of tools is left out.
 */
export function parsePromptContent(input: unknown): Result<PromptContent, readonly ContentProblem[]> {
  const reader = new StrictReader();
  const content = readPromptContent(reader, input);
  return content === undefined || reader.problems.length > 0 ? err(reader.problems) : ok(content);
}

/** All texts of a prompt that its syntax applies to, in order. */
export function promptTexts(content: PromptContent): readonly PromptText[] {
  return content.type === "text"
    ? [{ path: "/text", text: content.text }]
    : content.messages.map((message, index) => ({ path: `/messages/${index}/content`, text: message.content }));
}

function readPromptContent(reader: StrictReader, input: unknown): PromptContent | undefined {
  const isChat = typeof input === "object" && input !== null && "type" in input && input.type === "chat";
  const object = reader.object(
    input,
    "",
    isChat
      ? { required: ["type", "syntax", "messages"], optional: ["variables", "tools", "model"] }
      : { required: ["type", "syntax", "text"], optional: ["variables", "model"] },
  );
  if (object === undefined) return undefined;
  reader.field(object, "type", (value, path) => reader.oneOf(value, path, ["text", "chat"]));
  const syntax = reader.field(object, "syntax", (value, path) => reader.oneOf(value, path, PROMPT_SYNTAXES));
  const variables = reader.field(object, "variables", (value, path) => readVariables(reader, value, path));
  const model = reader.field(object, "model", (value, path) => readModel(reader, value, path));
  const rest = { variables: variables ?? [], ...(model === undefined ? {} : { model }) };

  let content: PromptContent | undefined;
  if (isChat) {
    const messages = reader.field(object, "messages", (value, path) => readMessages(reader, value, path));
    const tools = reader.field(object, "tools", (value, path) => readTools(reader, value, path));
    if (syntax === undefined || messages === undefined) return undefined;
    const someTools = tools === undefined || tools.length === 0 ? {} : { tools };
    content = { type: "chat", syntax, messages, ...someTools, ...rest };
  } else {
    const text = reader.field(object, "text", (value, path) => reader.text(value, path, CONTENT_LIMITS.textBytes));
    if (syntax === undefined || text === undefined) return undefined;
    content = { type: "text", syntax, text, ...rest };
  }
  judgeTexts(reader, content);
  return content;
}

function judgeTexts(reader: StrictReader, content: PromptContent): void {
  const texts = promptTexts(content);
  const bytes = texts.reduce((sum, { text }) => sum + utf8Length(text), 0);
  if (bytes > CONTENT_LIMITS.textBytes) {
    const message = `The text has ${bytes} bytes, at most ${CONTENT_LIMITS.textBytes} are allowed; shorten it.`;
    reader.note(content.type === "text" ? "/text" : "/messages", "too-large", message);
    return;
  }
  if (content.syntax === "plain") {
    if (content.variables.length > 0) {
      const message = 'A plain prompt has no variables; remove them, or set "syntax" to "template".';
      reader.note("/variables", "plain-with-variables", message);
    }
    return;
  }
  const declared = new Set(content.variables.map(({ name }) => name));
  let includes = 0;
  for (const { path, text } of texts) {
    const template = parseTemplate(text);
    if (!template.ok) {
      reader.note(path, "invalid-template", `${template.error.message} To keep the text as it is, make it plain.`);
      continue;
    }
    includes += template.value.filter((node) => node.type === "include").length;
    for (const node of template.value) {
      if (node.type !== "variable" || declared.has(node.name)) continue;
      declared.add(node.name);
      reader.note(path, "undeclared-variable", `"${node.name}" is used but not declared; add it to "variables".`);
    }
  }
  if (includes > CONTENT_LIMITS.includes) {
    const message = `It has ${includes} includes, at most ${CONTENT_LIMITS.includes} are allowed; remove some.`;
    reader.note("", "too-many", message);
  }
}

function readMessages(reader: StrictReader, value: unknown, path: string): readonly ChatMessage[] | undefined {
  return reader.array(value, path, { min: 1, max: CONTENT_LIMITS.messages }, (item, at) => {
    const object = reader.object(item, at, { required: ["role", "content"], optional: ["name"] });
    if (object === undefined) return undefined;
    const role = reader.field(object, "role", (role, where) => reader.oneOf(role, where, MESSAGE_ROLES));
    const content = reader.field(object, "content", (text, where) =>
      reader.text(text, where, CONTENT_LIMITS.textBytes),
    );
    const name = reader.field(object, "name", (name, where) => reader.name(name, where));
    if (role === undefined || content === undefined) return undefined;
    return { role, content, ...(name === undefined ? {} : { name }) };
  });
}

function readTools(reader: StrictReader, value: unknown, path: string): readonly ToolDefinition[] | undefined {
  const names = new Set<string>();
  return reader.array(value, path, { max: CONTENT_LIMITS.tools }, (item, at) => {
    const object = reader.object(item, at, { required: ["name", "parameters"], optional: ["description"] });
    if (object === undefined) return undefined;
    const name = reader.field(object, "name", (name, where) => reader.text(name, where));
    const description = reader.field(object, "description", (text, where) => reader.text(text, where));
    const parameters = reader.field(object, "parameters", (schema, where) => reader.jsonObject(schema, where));
    if (name === undefined || parameters === undefined) return undefined;
    if (!TOOL_NAME.test(name)) {
      const message = 'The name of a tool is 1 to 128 letters, digits, "_", "." and "-"; rename it.';
      return reader.note(child(at, "name"), "invalid", message);
    }
    if (names.has(name)) {
      return reader.note(child(at, "name"), "duplicate", `The tool "${name}" is defined twice; remove one.`);
    }
    names.add(name);
    return { name, ...(description === undefined ? {} : { description }), parameters };
  });
}

function readModel(reader: StrictReader, value: unknown, path: string): ModelSettings | undefined {
  const object = reader.object(value, path, { required: ["name"], optional: ["provider", "parameters"] });
  if (object === undefined) return undefined;
  const provider = reader.field(object, "provider", (name, at) => reader.name(name, at));
  const name = reader.field(object, "name", (name, at) => reader.name(name, at));
  const parameters = reader.field(object, "parameters", (values, at) => reader.jsonObject(values, at));
  if (name === undefined) return undefined;
  return { ...(provider === undefined ? {} : { provider }), name, parameters: parameters ?? {} };
}

const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;
