import { canonicalJson, type JsonObject } from "./canonical-json.ts";
import { type ContentChange, compareNamed, compareValue, pairItems } from "./content-change.ts";
import { child } from "./json-pointer.ts";
import type { ChatMessage, ModelSettings, PromptContent, ToolDefinition } from "./prompt-content.ts";
import { formatReference } from "./reference.ts";
import { references } from "./resource-content.ts";

/** What is different between two prompts; everything of the second without the first. */
export function comparePrompts(before: PromptContent | null, after: PromptContent): readonly ContentChange[] {
  return [
    ...compareValue("type", "/type", before?.type, after.type),
    ...compareValue("syntax", "/syntax", before?.syntax, after.syntax),
    ...compareValue("text", "/text", textOf(before), textOf(after)),
    ...compareMessages(messagesOf(before), messagesOf(after)),
    ...compareIncludes(before, after),
    ...compareNamed(
      { added: "variables-added", removed: "variables-removed", changed: "variable-changed" },
      "/variables",
      before?.variables ?? [],
      after.variables,
      (variable) => variable.name,
    ),
    ...compareModels(before?.model, after.model),
    ...compareNamed(
      { added: "tools", removed: "tools", changed: "tools" },
      "/tools",
      toolsOf(before),
      toolsOf(after),
      (tool) => tool.name,
    ),
  ];
}

function compareMessages(before: readonly ChatMessage[], after: readonly ChatMessage[]): readonly ContentChange[] {
  const pairs = pairItems(
    before.map((message) => canonicalJson(message)),
    after.map((message) => canonicalJson(message)),
    (oldIndex, newIndex) => speaker(before[oldIndex]) === speaker(after[newIndex]),
  );
  return pairs.flatMap(({ oldIndex, newIndex }) => {
    const old = oldIndex === null ? undefined : before[oldIndex];
    const now = newIndex === null ? undefined : after[newIndex];
    const role = (now ?? old)?.role;
    const area = role === "system" || role === "developer" ? "system-message" : "message";
    return {
      area,
      path: `/messages/${newIndex ?? oldIndex}`,
      before: old?.content ?? null,
      after: now?.content ?? null,
    };
  });
}

/** Two messages can be one that was changed only if the same one speaks. */
function speaker(message: ChatMessage | undefined): string {
  return JSON.stringify([message?.role, message?.name]);
}

function compareIncludes(before: PromptContent | null, after: PromptContent): readonly ContentChange[] {
  const old = includesOf(before);
  const now = includesOf(after);
  const added = [...now].filter((text) => !old.has(text));
  const removed = [...old].filter((text) => !now.has(text));
  return [
    ...added.map((text) => ({ area: "include", path: child("/includes", text), before: null, after: text }) as const),
    ...removed.map((text) => ({ area: "include", path: child("/includes", text), before: text, after: null }) as const),
  ];
}

function includesOf(content: PromptContent | null): ReadonlySet<string> {
  if (content === null) return new Set();
  return new Set(references({ kind: "prompt", content }).map(({ reference }) => formatReference(reference)));
}

function compareModels(before: ModelSettings | undefined, after: ModelSettings | undefined): readonly ContentChange[] {
  return [
    ...compareValue("model", "/model/provider", before?.provider, after?.provider),
    ...compareValue("model", "/model/name", before?.name, after?.name),
    ...compareParameters(before?.parameters ?? {}, after?.parameters ?? {}),
  ];
}

function compareParameters(before: JsonObject, after: JsonObject): readonly ContentChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    const is = Object.hasOwn(after, name) ? after[name] : undefined;
    // Compared and shown as JSON, so that the text "1" and the number 1 differ.
    return compareValue("parameters", child("/model/parameters", name), asJson(was), asJson(is));
  });
}

function asJson(value: JsonObject[string] | undefined): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

function textOf(content: PromptContent | null): string | undefined {
  return content?.type === "text" ? content.text : undefined;
}

function messagesOf(content: PromptContent | null): readonly ChatMessage[] {
  return content?.type === "chat" ? content.messages : [];
}

function toolsOf(content: PromptContent | null): readonly ToolDefinition[] {
  return content?.type === "chat" ? (content.tools ?? []) : [];
}
