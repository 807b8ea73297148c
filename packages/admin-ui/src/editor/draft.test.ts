import type { JsonValue } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { draftOf, draftVariables, type PromptDraft, readDraft } from "./draft.ts";
import { addMessage, changeMessage, moveMessage, removeMessage } from "./message-list.ts";
import { placeWords } from "./place-words.ts";
import { changeVariable } from "./variable-list.ts";

const chat: JsonValue = {
  type: "chat",
  syntax: "template",
  messages: [
    { role: "system", content: "Be kind to {{name}}." },
    { role: "user", content: "{{question}}" },
  ],
  variables: [
    { name: "name", required: true, description: "Of the customer" },
    { name: "question", required: true },
  ],
  model: { name: "m", parameters: { temperature: 0.2 } },
};

function promptDraft(content: JsonValue | null): PromptDraft {
  const draft = draftOf("prompt", content);
  if (draft.type !== "chat" && draft.type !== "text") throw new Error("A prompt is written in fields.");
  return draft;
}

describe("a draft", () => {
  test("of a version, unchanged, reads as the same content", () => {
    expect(readDraft(promptDraft(chat))).toEqual({ ok: true, content: chat });
  });

  test("declares the variables that one types, after those that were declared", () => {
    const draft = {
      ...promptDraft(chat),
      messages: [{ key: 0, role: "system" as const, content: "{{name}} {{order_id}}" }],
    };
    expect(draftVariables(draft).map(({ name }) => name)).toEqual(["name", "question", "order_id"]);
    expect(readDraft(draft)).toMatchObject({ ok: true });
  });

  test("that is plain declares none, whatever braces it holds", () => {
    const draft: PromptDraft = { ...promptDraft(null), type: "text", syntax: "plain", text: "{{ broken" };
    expect(readDraft(draft)).toEqual({
      ok: true,
      content: { type: "text", syntax: "plain", text: "{{ broken", variables: [] },
    });
  });

  test("with a broken template names the place", () => {
    const read = readDraft({ ...promptDraft(null), type: "text", text: "Dear {{name" });
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problems[0]?.path).toBe("/text");
  });

  test("with a model that is no JSON says so", () => {
    expect(readDraft({ ...promptDraft(chat), model: "{" })).toMatchObject({
      ok: false,
      problems: [{ path: "/model" }],
    });
  });

  test("of another kind is JSON, judged by that kind", () => {
    expect(readDraft({ type: "json", kind: "evaluation", json: "" })).toMatchObject({ ok: false });
    expect(readDraft({ type: "json", kind: "evaluation", json: "{}" })).toMatchObject({ ok: false });
  });
});

describe("the list of messages", () => {
  const list = addMessage(addMessage([]));

  test("goes on with who usually speaks next", () => {
    expect(addMessage(list).map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
  });

  test("gives every message a key of its own, also after a removal", () => {
    const keys = addMessage(removeMessage(addMessage(list), 0)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("moves within its ends", () => {
    expect(moveMessage(list, 1, -1).map(({ key }) => key)).toEqual([1, 0]);
    expect(moveMessage(list, 1, 1)).toBe(list);
    expect(moveMessage(list, 9, 1)).toBe(list);
  });

  test("changes one", () => {
    expect(changeMessage(list, 1, { content: "x" }).map(({ content }) => content)).toEqual(["", "x"]);
  });
});

test("a variable that becomes required loses its default, and empty texts go", () => {
  const variables = [{ name: "a", required: false, default: "x", description: "d" }] as const;
  expect(changeVariable(variables, "a", { required: true, description: "" })).toEqual([{ name: "a", required: true }]);
  expect(changeVariable(variables, "a", { example: "e" })).toEqual([
    { name: "a", required: false, default: "x", description: "d", example: "e" },
  ]);
});

test.each([
  ["", "Content"],
  ["/messages/0/content", "Message 1"],
  ["/variables/2/name", "Variable 3"],
  ["/model", "Model"],
])("%j is called %s", (path, words) => {
  expect(placeWords(path)).toBe(words);
});
