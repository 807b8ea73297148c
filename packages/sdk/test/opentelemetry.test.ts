import { trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { expect, onTestFinished, test } from "vitest";
import { createClient } from "../src/index.ts";
import { openTelemetry } from "../src/tracing/opentelemetry.ts";
import { codeOf } from "./fixtures/refused.ts";
import { address, refused, release } from "./fixtures/served.ts";
import { startScriptedServer } from "./scripted-server.ts";

test("each question to the server is a span, what comes from memory is none, and no span holds a secret", async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  onTestFinished(() => trace.disable());
  await using server = await startScriptedServer(release(1), refused(403, "forbidden"), { type: "drop" });
  const client = createClient({ url: server.url, key: "csk_secret", retries: 0, tracing: openTelemetry() });
  await client.prompts.get(address);
  await client.prompts.get(address);
  expect(await codeOf(client.prompts.get({ ...address, label: "staging" }))).toBe("forbidden");
  expect(await codeOf(client.organization.get({}))).toBe("network");
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name, attributes, status }) => [name, attributes, status.code])).toEqual([
    [
      "countersign",
      { "countersign.call": "fetch of production/support/refund@production", "http.response.status_code": 200 },
      0,
    ],
    [
      "countersign",
      { "countersign.call": "fetch of production/support/refund@staging", "http.response.status_code": 403 },
      2,
    ],
    ["countersign", { "countersign.call": "organization.get" }, 2],
  ]);
  expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain(
    "csk_",
  );
});
