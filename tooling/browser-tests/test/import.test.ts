import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, test } from "vitest";
import { violationsOn } from "../src/accessibility.ts";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/x"];
const browser = await launchBrowser();
afterAll(() => browser.close());

const lines = [
  { path: "imported/terms", content: "Plain {{ text", message: "first" },
  { path: "imported/terms", content: "Plain {{ text, again" },
  { path: "support/refund-cases", content: "A prompt where a dataset is" },
  { path: "imported/deep/er", content: "höflich 🙂\r\n" },
].map((line) => JSON.stringify(line));

test("a file's versions are saved as they are, nothing is live by it, and a second import changes nothing", async () => {
  const owner = await demoClient(url, "Olivia");
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open("/w/development/prompts");

  // A file that can't be read is refused with its line, before anything is saved.
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await choose(page, [...lines, "{"].join("\n"));
  await page.getByText("Line 5: it is no JSON object.").waitFor();
  expect(await violationsOn(page), "the dialog").toEqual([]);

  await choose(page, lines.join("\n"));
  await page.getByText("4 versions of 3 prompts.").waitFor();
  await importNow(page);
  await page.getByText("4 of 4 read, 3 saved, 1 refused:").waitFor();
  await page.getByText(/^support\/refund-cases: /).waitFor();
  const terms = await owner.resource.find({ workspace: "development", path: "imported/terms" });
  const { items } = await owner.version.list({ resourceId: terms.id });
  expect(items.map(({ number, message }) => [number, message])).toEqual([
    [2, ""],
    [1, "first"],
  ]);
  expect(terms.labels).toEqual([]);
  const deep = await owner.resource.find({ workspace: "development", path: "imported/deep/er" });
  const saved = await owner.version.get({ versionId: deep.drafts?.latestVersionId ?? "" });
  expect(saved.content).toMatchObject({ syntax: "plain", text: "höflich 🙂\r\n" });

  // Found again.
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await choose(page, lines.join("\n"));
  await importNow(page);
  await page.getByText("4 of 4 read, 0 saved, 1 refused:").waitFor();
  expect((await owner.version.list({ resourceId: terms.id })).items).toHaveLength(2);
  expect(visitor.takeComplaints()).toEqual([]);
});

test("who may not create here cannot import, and reads why", async () => {
  await using visitor = await openVisitor(browser, { url });
  await visitor.signIn(await demoPerson(url, "Vera"));
  await visitor.open("/w/production/prompts");
  await visitor.page.getByRole("button", { name: "Import", exact: true, disabled: true }).hover();
  await visitor.page.getByRole("tooltip").getByText("prompt:create").waitFor();
});

async function choose(page: Page, text: string): Promise<void> {
  const file = { name: "prompts.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
}

async function importNow(page: Page): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true, disabled: false }).click();
}
