import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, inject, test } from "vitest";
import { openPages, workPages } from "../src/console-pages.ts";
import { demoClient, demoPerson } from "../src/demo.ts";
import { expectWellMade } from "../src/looked-at.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/"];
const pages = await workPages(await demoClient(url, "Olivia"));
const browser = await launchBrowser();
const visitor = await openVisitor(browser, { url });
afterAll(() => browser.close());

test.each(openPages)("WCAG A and AA, light and dark, wide and narrow: $name", async (shown) => {
  await expectWellMade(visitor, shown);
});

test("Olivia signs in", async () => {
  await visitor.signIn(await demoPerson(url, "Olivia"));
});

test.each(pages)("WCAG A and AA, light and dark, wide and narrow: $name", async (shown) => {
  await expectWellMade(visitor, shown);
});
