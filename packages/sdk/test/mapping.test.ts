import type { ChatPromptContent, PromptContent } from "@countersign/core";
import { expect, test } from "vitest";
import { createClient } from "../src/index.ts";
import { aiSdkPrompt } from "../src/mapping/ai-sdk.ts";
import { anthropicMessages } from "../src/mapping/anthropic.ts";
import { openaiChat } from "../src/mapping/openai.ts";
import { address, served } from "./fixtures/served.ts";
import { json, startScriptedServer } from "./scripted-server.ts";

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const chat: ChatPromptContent = {
  type: "chat",
  syntax: "template",
  messages: [
    { role: "system", content: "You answer for {{company}}." },
    { role: "developer", content: "Be brief." },
    { role: "user", content: "Hi", name: "ann" },
    { role: "assistant", content: "Hello" },
  ],
  variables: [{ name: "company", required: true }],
  tools: [
    { name: "weather", description: "Tells the weather", parameters: schema },
    { name: "time", parameters: {} },
  ],
};

async function prompt(content: PromptContent) {
  await using server = await startScriptedServer(json(200, { ...served(1), content }));
  return await createClient({ url: server.url, key: "csk_test" }).prompts.get(address);
}

test("a chat in the shape of OpenAI", async () => {
  const mapped = openaiChat(await prompt(chat), { company: "Acme" });
  expect(mapped).toEqual({
    messages: [
      { role: "system", content: "You answer for Acme." },
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Hi", name: "ann" },
      { role: "assistant", content: "Hello" },
    ],
    tools: [
      { type: "function", function: { name: "weather", description: "Tells the weather", parameters: schema } },
      { type: "function", function: { name: "time", parameters: {} } },
    ],
  });
});

test("a chat in the shape of Anthropic: the system stands apart", async () => {
  expect(anthropicMessages(await prompt(chat), { company: "Acme" })).toEqual({
    system: "You answer for Acme.\n\nBe brief.",
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ],
    tools: [
      { name: "weather", description: "Tells the weather", input_schema: schema },
      { name: "time", input_schema: { type: "object" } },
    ],
  });
});

test("a chat in the shape of the AI SDK: the developer speaks as the system", async () => {
  expect(aiSdkPrompt(await prompt(chat), { company: "Acme" }).messages.map(({ role }) => role)).toEqual([
    "system",
    "system",
    "user",
    "assistant",
  ]);
});

test("a text is a system's message, or whose one says", async () => {
  const text = await prompt({ type: "text", syntax: "plain", text: "Hello", variables: [] });
  expect(openaiChat(text)).toEqual({ messages: [{ role: "system", content: "Hello" }] });
  expect(anthropicMessages(text)).toEqual({ system: "Hello", messages: [] });
  expect(aiSdkPrompt(text, {}, "user")).toEqual({ messages: [{ role: "user", content: "Hello" }] });
});

test("what has no place in a shape is refused, and so are wrong values", async () => {
  const tool = await prompt({ ...chat, messages: [{ role: "tool", content: "{{company}}" }] });
  for (const map of [openaiChat, anthropicMessages, aiSdkPrompt]) {
    expect(() => map(tool, { company: "Acme" }), map.name).toThrow("has no place for a tool's message");
    expect(() => map(tool, {}), map.name).toThrow("company");
  }
  const late = await prompt({
    ...chat,
    messages: [
      { role: "user", content: "{{company}}" },
      { role: "system", content: "No." },
    ],
  });
  expect(() => anthropicMessages(late, { company: "Acme" })).toThrow("system message in the middle");
});

test("what is mapped can be changed, and the prompt is as it was", async () => {
  const held = await prompt(chat);
  const mapped = openaiChat(held, { company: "Acme" });
  mapped.messages.push({ role: "user", content: "More" });
  expect(held.toMessages({ company: "Acme" })).toHaveLength(4);
});
