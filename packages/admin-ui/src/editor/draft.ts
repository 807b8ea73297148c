import {
  type ChatMessage,
  type JsonValue,
  type MessageRole,
  type PromptContent,
  type PromptSyntax,
  parseContent,
  parseDatasetInput,
  parsePromptContent,
  type ResourceKind,
  type VariableDeclaration,
  variablesIn,
} from "@countersign/core";
import { type EvaluationDraft, formContent, formDraftOf, readFormDraft, type WorkflowDraft } from "./form-draft.ts";

/** What is being written: in fields, or as JSON text. */
export type Draft = PromptDraft | WorkflowDraft | EvaluationDraft | JsonDraft;

export interface PromptDraft {
  readonly type: "chat" | "text";
  readonly syntax: PromptSyntax;
  /** Of a chat. Kept while one looks at the other type. */
  readonly messages: readonly DraftMessage[];
  /** Of a text prompt. */
  readonly text: string;
  /** Declared so far; those that the texts use and nobody declared are found when the draft is read. */
  readonly variables: readonly VariableDeclaration[];
  /** Model and tools as JSON; empty for none. */
  readonly model: string;
  readonly tools: string;
}

export interface DraftMessage extends ChatMessage {
  /** Tells messages apart while they are moved. */
  readonly key: number;
}

export interface JsonDraft {
  readonly type: "json";
  readonly kind: ResourceKind;
  readonly json: string;
}

/** A draft read as the content that would be saved; or why it can't be. */
export type ReadDraft =
  | { readonly ok: true; readonly content: JsonValue }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] };

export interface DraftProblem {
  /** JSON pointer into the content; `""` is the whole. */
  readonly path: string;
  readonly message: string;
}

/** The draft with which one starts: from a content, or empty. */
export function draftOf(kind: ResourceKind, content: JsonValue | null): Draft {
  if (kind === "workflow" || kind === "evaluation") {
    return formDraftOf(kind, content) ?? { type: "json", kind, json: JSON.stringify(content, null, 2) };
  }
  if (kind !== "prompt") {
    return { type: "json", kind, json: content === null ? starts[kind] : JSON.stringify(content, null, 2) };
  }
  const prompt = content === null ? null : parsePromptContent(content);
  if (content !== null && prompt !== null && !prompt.ok) {
    return { type: "json", kind, json: JSON.stringify(content, null, 2) };
  }
  return prompt?.ok === true ? promptDraft(prompt.value) : emptyPrompt;
}

/** The content that saving would store: unused declarations go, variables found in the texts are declared. */
export function readDraft(draft: Draft): ReadDraft {
  if (draft.type === "json") return readJson(draft);
  if (draft.type === "workflow" || draft.type === "evaluation") return readFormDraft(draft);
  const model = readJsonField(draft.model, "/model", "The model");
  const tools = readJsonField(draft.type === "chat" ? draft.tools : "", "/tools", "The tools");
  const problems = [model, tools].flatMap((field) => (field.ok ? [] : [field.problem]));
  if (problems.length > 0) return { ok: false, problems };
  const content: Record<string, JsonValue> = {
    type: draft.type,
    syntax: draft.syntax,
    variables: draftVariables(draft).map(variableJson),
    ...(draft.type === "chat"
      ? { messages: draft.messages.map(({ key: _key, ...message }): JsonValue => ({ ...message })) }
      : { text: draft.text }),
    ...(model.ok && model.value !== null ? { model: model.value } : {}),
    ...(tools.ok && tools.value !== null ? { tools: tools.value } : {}),
  };
  const parsed = parsePromptContent(content);
  return parsed.ok ? { ok: true, content } : { ok: false, problems: parsed.error };
}

/** The same as JSON text, also where it is no content yet. */
export function asJson(draft: WorkflowDraft | EvaluationDraft): JsonDraft {
  return { type: "json", kind: draft.type, json: JSON.stringify(formContent(draft), null, 2) };
}

/** JSON text in fields again; `null` where it is no content that fields can show. */
export function asForm(draft: JsonDraft): WorkflowDraft | EvaluationDraft | null {
  const { kind } = draft;
  const read = readDraft(draft);
  return read.ok && (kind === "workflow" || kind === "evaluation") ? formDraftOf(kind, read.content) : null;
}

/** The variables of a prompt draft: the declared ones, then those found in its texts, as required. Plain has none. */
export function draftVariables(draft: PromptDraft): readonly VariableDeclaration[] {
  if (draft.syntax === "plain") return [];
  const found = variablesIn(bareContent(draft));
  const declared = new Set(draft.variables.map((variable) => variable.name));
  const added = found.filter((name) => !declared.has(name)).map((name) => ({ name, required: true }) as const);
  return [...draft.variables, ...added];
}

/** The names that the draft's own texts use; others may be used by what it includes. */
export function usedVariables(draft: PromptDraft): ReadonlySet<string> {
  return new Set(variablesIn(bareContent(draft)));
}

function bareContent(draft: PromptDraft): PromptContent {
  const { syntax } = draft;
  return draft.type === "chat"
    ? { type: "chat", syntax, messages: draft.messages, variables: [] }
    : { type: "text", syntax, text: draft.text, variables: [] };
}

function promptDraft(prompt: PromptContent): PromptDraft {
  const common = {
    syntax: prompt.syntax,
    variables: prompt.variables,
    model: prompt.model === undefined ? "" : JSON.stringify(prompt.model, null, 2),
  };
  if (prompt.type === "text") {
    return { ...emptyPrompt, ...common, type: "text", text: prompt.text };
  }
  const messages = prompt.messages.map((message, key) => ({ ...message, key }));
  const tools = prompt.tools === undefined ? "" : JSON.stringify(prompt.tools, null, 2);
  return { ...emptyPrompt, ...common, type: "chat", messages, tools };
}

const firstRole: MessageRole = "system";

const emptyPrompt: PromptDraft = {
  type: "chat",
  syntax: "template",
  messages: [{ key: 0, role: firstRole, content: "" }],
  text: "",
  variables: [],
  model: "",
  tools: "",
};

const starts: Readonly<Record<ResourceKind, string>> = {
  prompt: "{}",
  workflow: '{\n  "variables": [],\n  "steps": []\n}',
  dataset: '{\n  "schema": {\n    "columns": []\n  },\n  "rows": []\n}',
  evaluation: '{\n  "dataset": "",\n  "target": "",\n  "input": {},\n  "scorers": []\n}',
};

function readJson(draft: JsonDraft): ReadDraft {
  const field = readJsonField(draft.json, "", "The content");
  if (!field.ok) return { ok: false, problems: [field.problem] };
  if (field.value === null)
    return { ok: false, problems: [{ path: "", message: "There is nothing yet; write JSON." }] };
  const parsed = draft.kind === "dataset" ? parseDatasetInput(field.value) : parseContent(draft.kind, field.value);
  return parsed.ok ? { ok: true, content: field.value } : { ok: false, problems: parsed.error };
}

type JsonField =
  | { readonly ok: true; readonly value: JsonValue | null }
  | { readonly ok: false; readonly problem: DraftProblem };

function readJsonField(text: string, path: string, name: string): JsonField {
  if (text.trim() === "") return { ok: true, value: null };
  try {
    const value: JsonValue = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    return { ok: false, problem: { path, message: `${name} is no JSON: ${why}.` } };
  }
}

function variableJson(variable: VariableDeclaration): JsonValue {
  return {
    name: variable.name,
    required: variable.required,
    ...(variable.description === undefined ? {} : { description: variable.description }),
    ...(variable.example === undefined ? {} : { example: variable.example }),
    ...(variable.default === undefined ? {} : { default: variable.default }),
  };
}
