import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, expect, inject, test } from "vitest";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("reviews are narrowed to the old ones and turned around, and both stand in the address", async () => {
  const owner = await demoClient(url, "Olivia");
  const titles = async (input: Parameters<typeof owner.request.list>[0]) =>
    (await owner.request.list(input)).items.map(({ title }) => title);
  const all = await titles({});
  const old = await titles({ olderThanDays: 3 });
  expect(old.length).toBeGreaterThan(1);
  expect(old.length).toBeLessThan(all.length);

  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open("/reviews?show=all");
  const links = page.getByRole("table").locator("a[data-row-link]");
  expect(await links.allTextContents()).toEqual(all);

  await page.getByRole("combobox", { name: "Age" }).click();
  await page.getByRole("option", { name: "Older than 3 days" }).click();
  await visitor.settle();
  expect(await links.allTextContents()).toEqual(old);
  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: "Oldest first" }).click();
  await visitor.settle();
  expect(await links.allTextContents()).toEqual(old.toReversed());

  await page.reload();
  await visitor.settle();
  expect(await links.allTextContents()).toEqual(old.toReversed());
  expect(await page.getByRole("combobox", { name: "Age" }).inputValue()).toBe("Older than 3 days");
  await page.getByRole("combobox", { name: "Age" }).click();
  await page.getByRole("option", { name: "Any age" }).click();
  await visitor.settle();
  expect(await links.allTextContents()).toEqual(all.toReversed());
  expect(new URL(page.url()).search).not.toContain("days");

  await visitor.open("/reviews?days=365");
  await page.getByText("Nothing that is older than 365 days waits for you").waitFor();
  expect(visitor.takeComplaints()).toEqual([]);
});
