import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, test } from "vitest";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor, type Visitor } from "../src/visitor.ts";

// A copy of its own: a request is approved here.
const url = inject("demoServers")["/x"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("the first Tab offers to skip to the page", async () => {
  await using visitor = await visit("Olivia");
  const { page } = visitor;
  await visitor.open("/");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the page");
  expect(await page.getByRole("button", { name: "Skip to the page" }).isVisible()).toBe(true);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  expect(await outline(page)).not.toBe("none");
  expect(visitor.takeComplaints()).toEqual([]);
});

test("Ctrl-K finds something and Enter goes there; Escape gives the focus back", async () => {
  await using visitor = await visit("Olivia");
  const { page } = visitor;
  await visitor.open("/roles");
  const link = page.getByRole("link", { name: "Translator" });
  await link.focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await focused(page)).toBe("Translator");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("greeting");
  await page
    .getByRole("option", { name: /greeting/ })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /greeting|Greet/ }).waitFor();
  expect(visitor.takeComplaints()).toEqual([]);
});

test("nothing typed right after Ctrl-K is lost, and an Enter that comes before the answer goes to what was typed", async () => {
  // The first letters went to the page, where `g` and `r` lead to the roles; and Enter opened what an earlier text had found.
  await using visitor = await visit("Olivia");
  const { page } = visitor;
  await visitor.open("/settings");
  await page.route("**/trpc/search.query*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  // In one go, as fast as a keyboard can: the page gets no time between them.
  await page
    .evaluate(() => {
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }));
      return Promise.resolve().then(() => document.activeElement?.getAttribute("role"));
    })
    .then((role) => expect(role).toBe("combobox"));
  await page.keyboard.type("Pablo");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Pablo/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Ru");
  await page.getByRole("option", { name: /Ruth/ }).first().waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Vera");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Vera/ }).waitFor();
  expect(visitor.takeComplaints()).toEqual([]);
});

test("`?` lists the keys, `g` and a letter go, and a field keeps its letters", async () => {
  await using visitor = await visit("Olivia");
  const { page } = visitor;
  await visitor.open("/");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.waitFor();
  expect(await sheet.textContent()).toContain("Audit");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
  await visitor.open("/w/development/prompts");
  await page.getByRole("textbox", { name: /path begins so/ }).focus();
  await page.keyboard.type("g?a");
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Prompts");
  expect(visitor.takeComplaints()).toEqual([]);
});

test("arrow keys walk through the matrix of roles, space gives and takes, built-in roles stay locked", async () => {
  await using visitor = await visit("Olivia");
  const { page } = visitor;
  await visitor.open("/roles?tab=matrix");
  const grid = page.getByRole("grid", { name: "Permissions of each role" });
  const [inTabOrder, cells] = [grid.locator('[data-cell][tabindex="0"]'), grid.locator("[data-cell]")];
  expect(await inTabOrder.count()).toBe(1);
  expect(await cells.count()).toBeGreaterThan(100);
  await inTabOrder.focus();
  const at = () => page.evaluate(() => document.activeElement?.getAttribute("data-cell"));
  expect(await at()).toBe("0,0");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  expect(await at()).toBe("1,1");
  expect(await outline(page)).not.toBe("none");

  const lockedBefore = await page.evaluate(() => document.activeElement?.getAttribute("aria-checked"));
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-readonly"))).toBe("true");
  await page.keyboard.press("Space");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-checked"))).toBe(lockedBefore);

  // To a role of the organization's own: its cells can be pressed.
  const own = grid.locator('[data-cell^="1,"][data-locked="false"]').first();
  const column = Number((await own.getAttribute("data-cell"))?.split(",")[1]);
  await page.keyboard.press("Home");
  for (let step = 0; step < column; step += 1) await page.keyboard.press("ArrowRight");
  expect(await at()).toBe(`1,${column}`);
  const before = await own.getAttribute("aria-checked");
  await page.keyboard.press("Space");
  expect(await own.getAttribute("aria-checked")).not.toBe(before);
  await page.getByRole("region", { name: "Unsaved changes" }).waitFor();
  await page.keyboard.press("Space");
  expect(await own.getAttribute("aria-checked")).toBe(before);
  await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "detached" });
  expect(visitor.takeComplaints()).toEqual([]);
});

test("a request is found, approved and published without a mouse", async () => {
  const { items } = await (await demoClient(url, "Ruth")).request.list({ filter: "awaiting-me" });
  const waiting = items.find(({ title }) => title === "Say what happens next");
  await using ruth = await visit("Ruth");
  const { page } = ruth;
  await ruth.open("/");
  await page.keyboard.press("g");
  await page.keyboard.press("v");
  await page.getByRole("heading", { level: 1, name: "Reviews" }).waitFor();
  await tabTo(page, /^Say what happens next/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Say what happens next/ }).waitFor();
  await ruth.settle();
  await tabTo(page, "Approve");
  expect(await outline(page)).not.toBe("none");
  await page.keyboard.press("Enter");
  await page.getByText("Approved.", { exact: true }).waitFor();
  expect(ruth.takeComplaints()).toEqual([]);

  await using pablo = await visit("Pablo");
  await pablo.open(`/requests/${waiting?.id}`);
  await tabTo(pablo.page, "Publish to production");
  await pablo.page.keyboard.press("Enter");
  const dialog = pablo.page.getByRole("dialog");
  await dialog.waitFor();
  // Out of the dialog and back: the focus returns to what opened it.
  await pablo.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await focused(pablo.page)).toBe("Publish to production");
  await pablo.page.keyboard.press("Enter");
  await dialog.waitFor();
  await tabTo(pablo.page, "Publish");
  await pablo.page.keyboard.press("Enter");
  await pablo.page.getByText("Live: production serves it").waitFor();
  expect(pablo.takeComplaints()).toEqual([]);
});

async function visit(name: "Olivia" | "Ruth" | "Pablo"): Promise<Visitor> {
  const visitor = await openVisitor(browser, { url });
  await visitor.signIn(await demoPerson(url, name));
  return visitor;
}

/** What is focused: its label, or what stands on it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
  });
}

/** The style of the line around what is focused. */
function outline(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
}

/** Presses Tab until something of this name is focused. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 150) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (typeof name === "string" ? at === name : name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`Tab does not come to ${name}; it comes to ${passed.join(", ")}.`);
}
