import { expect, test } from "vitest";
import { createClient, hasCode, isCountersignError } from "../src/index.ts";
import { startRegistry } from "./fixtures/registry.ts";

const schema = {
  columns: [
    { name: "id", type: "text" },
    { name: "score", type: "number" },
  ],
  key: "id",
} as const;

function* rowsOf(count: number) {
  for (let index = 0; index < count; index += 1) yield [`q-${index}`, index];
}

test("workflows, datasets and evaluations are pushed, released, fetched and read as what they are", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  const { id: workspaceId } = await owner.workspace.create({ name: "main" });
  const release = async (resourceId: string, versionId: string) => {
    await owner.release.create({ resourceId, label: "live", versionId });
  };
  const prompt = await owner.prompts.push({ workspace: "main", path: "qa/ask", content: "Answer {{question}}" });
  await release(prompt.resource.id, prompt.version.id);

  const progress: number[] = [];
  const pushed = await owner.datasets.push(
    { workspace: "main", path: "qa/cases", schema, rows: rowsOf(2_300), message: "First" },
    { onProgress: ({ rows }) => progress.push(rows) },
  );
  expect(progress).toEqual([1_000, 2_000, 2_300]);
  await release(pushed.resource.id, pushed.version.id);

  const steps = [{ id: "answer", uses: "qa/ask@live", input: { question: { variable: "question" } } }];
  const workflow = await owner.workflows.push({
    workspace: "main",
    path: "qa/flow",
    content: { variables: [{ name: "question", required: true }], steps },
  });
  await release(workflow.resource.id, workflow.version.id);
  const evaluation = await owner.evaluations.push({
    workspace: "main",
    path: "qa/quality",
    content: {
      dataset: "qa/cases@live",
      target: "qa/flow@live",
      input: { question: { column: "id" } },
      scorers: [{ name: "s", type: "number", expected: { column: "score" }, tolerance: 0 }],
    },
  });
  await release(evaluation.resource.id, evaluation.version.id);

  const { client } = await registry.addApplication("runner", [{ roleId: "workspace.consumer", scopeId: workspaceId }]);
  const at = (path: string) => ({ workspace: "main", path, label: "live" });
  const dataset = await client.datasets.get(at("qa/cases"));
  expect(dataset).toMatchObject({ name: "cases", digest: pushed.version.digest, content: { schema, rowCount: 2_300 } });
  const read: unknown[] = [];
  for await (const row of dataset.rows()) read.push(row);
  expect(read).toEqual([...rowsOf(2_300)]);
  expect(await dataset.page({ from: 2_299, limit: 5 })).toMatchObject({ rows: [["q-2299", 2_299]], next: null });
  expect((await client.workflows.get(at("qa/flow"))).content.steps[0]?.uses).toMatchObject({
    kind: "prompt",
    content: { text: "Answer {{question}}" },
  });
  expect((await client.evaluations.get(at("qa/quality"))).content).toMatchObject({
    dataset: { digest: dataset.digest },
    target: { digest: workflow.version.digest },
  });
  await expect(client.workflows.get(at("qa/cases"))).rejects.toSatisfy((error) => hasCode(error, "invalid"));
  expect((await owner.datasets.list({ workspace: "main" })).items.map(({ path }) => path)).toEqual(["qa/cases"]);

  // A label that moves under whoever reads is noticed.
  const next = await owner.datasets.push({ workspace: "main", path: "qa/cases", schema, rows: rowsOf(1) });
  await release(next.resource.id, next.version.id);
  await expect(dataset.page()).rejects.toSatisfy((error) => hasCode(error, "stale"));
});

test("a file is pushed as it is read; one row that does not fit leaves nothing behind, and is named", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await owner.workspace.create({ name: "main" });
  const address = { workspace: "main", path: "cases" };
  async function* file() {
    yield "id,score\n";
    for (let index = 0; index < 1_500; index += 1) yield `q-${index},${index}\n`;
  }
  const pushed = await owner.datasets.pushFile({ ...address, file: file(), format: "csv", key: "id" });
  expect(pushed.version.content).toMatchObject({ schema, rowCount: 1_500 });

  async function* broken() {
    yield* file();
    yield "q-7,1\n";
  }
  const duplicate = owner.datasets.pushFile({ ...address, file: broken(), format: "csv", key: "id" });
  await expect(duplicate).rejects.toThrow('Row 1501, column "id": "q-7" is in row 8 already');
  const noNumber = owner.datasets.pushFile({ ...address, file: '{"id":"a","score":"x"}', format: "jsonl", schema });
  await expect(noNumber).rejects.toThrow('Row 1, column "score": it holds number or null');
  const noFile = owner.datasets.pushFile({ ...address, file: "id,score\na\n", format: "csv" });
  await expect(noFile).rejects.toSatisfy((error) => isCountersignError(error) && error.message.startsWith("Line 2"));
  expect((await owner.version.list({ resourceId: pushed.resource.id })).items).toHaveLength(1);

  const controller = new AbortController();
  const stopped = owner.datasets.push(
    { ...address, schema, rows: rowsOf(3_000) },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await expect(stopped).rejects.toSatisfy((error) => hasCode(error, "aborted"));
});

test("rows that were changed on their way or in the database are noticed by the root", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await owner.workspace.create({ name: "main" });
  const { resource, version } = await owner.datasets.push({
    workspace: "main",
    path: "cases",
    schema,
    rows: rowsOf(3),
  });
  await owner.release.create({ resourceId: resource.id, label: "live", versionId: version.id });
  const { secret } = await registry.addApplication("reader", [
    { roleId: "workspace.consumer", scopeId: (await owner.organization.get({})).id },
  ]);
  const tampering: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!String(input).includes("delivery.rows")) return answer;
    return new Response((await answer.text()).replace('"q-1",1', '"q-1",9'), answer);
  };
  const client = createClient({ url: registry.url, key: secret, fetch: tampering });
  const dataset = await client.datasets.get({ workspace: "main", path: "cases", label: "live" });
  const readAll = async () => {
    for await (const row of dataset.rows()) expect(row).toHaveLength(2);
  };
  await expect(readAll()).rejects.toThrow("are not those of its content");
});
