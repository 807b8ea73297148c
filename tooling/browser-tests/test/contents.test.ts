import type { CountersignClient } from "@countersign/sdk";
import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, test } from "vitest";
import { violationsOn } from "../src/accessibility.ts";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/x"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("a workflow is written in fields: a step more, what it runs, what it is given; no JSON is needed", async () => {
  const owner = await demoClient(url, "Olivia");
  const { id } = await owner.resource.find({ workspace: "development", path: "support/refund-triage" });
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open(`/resources/${id}/edit`);
  await page.getByRole("button", { name: "Add a step" }).focus();
  await page.keyboard.press("Enter");
  const step = page.getByRole("group", { name: "Step 4" });
  await step.getByLabel("Name", { exact: true }).fill("check");
  await step.getByLabel("Runs the prompt or workflow").fill("support/escalation");
  await step.getByLabel("Label or version").fill("#1");
  await page.getByText('Step "check" gives nothing for "message"').waitFor();
  await step.getByLabel("Where message comes from").selectOption({ label: "answer of handover" });
  expect(await violationsOn(page), "the workflow's editor").toEqual([]);
  await page.getByLabel("Message", { exact: true }).fill("Check what was handed over");
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText("Saved as v3.").waitFor();
  expect(await latest(owner, id)).toMatchObject({
    steps: [{}, {}, {}, { id: "check", uses: "support/escalation#1", input: { message: { step: "handover" } } }],
  });
  // Compared step by step.
  await visitor.open(`/resources/${id}?tab=versions`);
  expect(visitor.takeComplaints()).toEqual([]);
});

test("an evaluation is written in fields, and each type of scorer asks for what it needs", async () => {
  const owner = await demoClient(url, "Olivia");
  const { id } = await owner.resource.find({ workspace: "development", path: "support/refund-quality" });
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open(`/resources/${id}/edit`);
  await page.getByRole("button", { name: "Add a scorer" }).click();
  const scorer = page.getByRole("group", { name: "Scorer 4" });
  await scorer.getByLabel("How it judges").selectOption("number");
  await scorer.getByLabel("Where expected comes from").selectOption({ label: "column days" });
  await scorer.getByLabel("How far off it may be").fill("2");
  await scorer.getByLabel("Enough from").fill("0.5");
  expect(await violationsOn(page), "the evaluation's editor").toEqual([]);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText("Saved as v3.").waitFor();
  expect(await latest(owner, id)).toMatchObject({
    scorers: [{}, {}, {}, { type: "number", expected: { column: "days" }, tolerance: 2, threshold: 0.5 }],
  });
  expect(visitor.takeComplaints()).toEqual([]);
});

test("a dataset takes a file: looked at before, uploaded in parts, compared by its key, read page by page", async () => {
  const owner = await demoClient(url, "Olivia");
  const { id } = await owner.resource.find({ workspace: "development", path: "support/refund-cases" });
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open(`/resources/${id}/edit`);
  const head = "case,customer_name,order,message,days,refund";
  const lines = Array.from(
    { length: 1_200 },
    (_, index) => `case ${index},Dana,NW-${index},"Again, please",${index},true`,
  );
  await choose(page, [head, ...lines, "case 7,Dana,NW-1,x,1,true"].join("\n"));
  await page.getByRole("cell", { name: "Again, please" }).first().waitFor();
  expect(await violationsOn(page), "the dataset's editor").toEqual([]);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText('Row 1201, column "case": "case 7" is in row 8 already').waitFor();
  expect((await owner.version.list({ resourceId: id })).items).toHaveLength(2);

  await choose(page, [head, "broken,Dana,NW-20418,Money back,3,true", ...lines].join("\n"));
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText("Saved as v3.").waitFor();
  await page.getByText("1 to 50 of 1,201 rows").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("51 to 100 of 1,201 rows").waitFor();
  await page.getByLabel("Go to one of the rows by its number").fill("1200");
  await page.keyboard.press("Enter");
  await page.getByText("1,200 to 1,201 of 1,201 rows").waitFor();
  expect(await violationsOn(page), "a page of rows").toEqual([]);

  const { items } = await owner.version.list({ resourceId: id });
  const [after, before] = [items[0]?.id ?? "", items[1]?.id ?? ""];
  await visitor.open(`/resources/${id}?tab=versions&before=${before}&after=${after}`);
  await page.getByText("1 changed, 1,200 added, 6 removed").waitFor();
  await page.getByText("Changed (1)").click();
  await page.getByText("Row 1 changed").waitFor();
  expect(await violationsOn(page), "the comparison of rows").toEqual([]);
  expect(visitor.takeComplaints()).toEqual([]);
});

async function latest(owner: CountersignClient, resourceId: string): Promise<unknown> {
  const { items } = await owner.version.list({ resourceId, limit: 1 });
  return (await owner.version.get({ versionId: items[0]?.id ?? "" })).content;
}

async function choose(page: Page, text: string): Promise<void> {
  const file = { name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
}
