import { createClient } from "@countersign/sdk";
import { createFakeRegistry } from "@countersign/sdk/testing";
import { expect, test } from "vitest";
import { chatRequest } from "../src/chat-request.ts";

const address = { workspace: "production", path: "support/answer", label: "production" };

test("a model is told what production serves", async () => {
  const registry = createFakeRegistry();
  registry.serve(address, "You answer for {{company}}, in a {{tone}} tone.");
  const client = createClient(registry.options);
  expect(await chatRequest(client, "Where is my train?")).toEqual({
    model: "gpt-5",
    messages: [
      { role: "system", content: "You answer for Northwind, in a friendly tone." },
      { role: "user", content: "Where is my train?" },
    ],
  });
});

test("a model is told something while there is no registry, and nothing where the registry refuses", async () => {
  const registry = createFakeRegistry();
  const client = createClient({ ...registry.options, retries: 0 });
  registry.goDown();
  expect((await chatRequest(client, "Where?")).messages[0]?.content).toContain("customers of Northwind");
  registry.goUp();
  registry.refuse(address, "forbidden");
  await expect(chatRequest(client, "Where?")).rejects.toMatchObject({ code: "forbidden" });
});
