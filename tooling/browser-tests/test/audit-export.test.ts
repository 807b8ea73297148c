import { readFile } from "node:fs/promises";
import { verifyAuditExport } from "@countersign/sdk/verify";
import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, expect, inject, test } from "vitest";
import { demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

// Below a path, where an address that begins at the root would miss the server.
const url = inject("demoServers")["/a/b/c"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("the log is exported in both formats, whole and to be verified, and not at all when it is stopped", async () => {
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open("/audit");
  const dialog = page.getByRole("dialog", { name: "Export the audit log" });
  const start = dialog.getByRole("button", { name: "Export", exact: true });

  // Held back, so that there is something to stop.
  await page.route("**/v1/audit/export*", () => {});
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await start.click();
  await dialog.getByText("Asking the server…").waitFor();
  await dialog.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("status").getByText("The export was stopped; nothing was saved.").waitFor();
  await page.unroute("**/v1/audit/export*");

  for (const [name, ending] of [
    ["JSON Lines", "jsonl"],
    ["CSV", "csv"],
  ] as const) {
    if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Export", exact: true }).click();
    await dialog.getByText(name, { exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), start.click()]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`^audit-org_\\w+-\\d+\\.${ending}$`));
    const report = await verifyAuditExport([await readFile(await file.path(), "utf8")]);
    expect(report).toMatchObject({ from: 1, broken: null });
    await dialog.waitFor({ state: "hidden" });
  }
  expect(visitor.takeComplaints()).toEqual([]);
});

test("a release says which key signed it, and nothing of it to whoever may use what is live alone", async () => {
  await using owner = await openVisitor(browser, { url });
  await owner.signIn(await demoPerson(url, "Olivia"));
  await owner.open("/releases");
  await owner.page
    .getByRole("button", { name: /^Copy the id of the key that signed/ })
    .first()
    .click();
  const kid = await owner.page.evaluate(() => navigator.clipboard.readText());
  expect(await (await fetch(`${url}/.well-known/jwks.json`)).text()).toContain(`"kid":"${kid}"`);

  await using user = await openVisitor(browser, { url });
  await user.signIn(await demoPerson(url, "Una"));
  await user.open("/releases");
  await user.page.getByRole("cell", { name: "not shown to you" }).waitFor();
  await user.page.getByRole("link", { name: "production/support/refund-reply" }).click();
  await user.page.getByRole("button", { name: /^Copy the id of the key that signed/ }).click();
  expect(await user.page.evaluate(() => navigator.clipboard.readText())).toBe(kid);
});
