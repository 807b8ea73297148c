import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, test } from "vitest";
import { basePaths } from "../src/base-paths.ts";
import { demoPerson } from "../src/demo.ts";
import { addUsualElements, hostStyles } from "../src/host-styles.ts";
import { startPluginHost } from "../src/plugin-host.ts";
import { editRoleAndComeBack } from "../src/role-editing.ts";
import { openVisitor } from "../src/visitor.ts";

const servers = inject("demoServers");
const browser = await launchBrowser();
afterAll(() => browser.close());

test.each(basePaths)("the server's own console at %s: sign in, edit a role, reload a deep link", async (basePath) => {
  const url = servers[basePath];
  await using visitor = await openVisitor(browser, { url });
  await editRoleAndComeBack(visitor, url, await demoPerson(url, "Olivia"));
  expect(visitor.takeComplaints()).toEqual([]);
});

test.each(basePaths)(
  "examples/admin-plugin with the console at %s: the same, and the host stays as it was",
  async (basePath) => {
    const server = servers[basePath];
    const person = await demoPerson(server, "Olivia");
    await using host = await startPluginHost(inject("pluginSite"), basePath, server);
    await using visitor = await openVisitor(browser, { url: host.url });
    const { page } = visitor;
    const place = host.url + basePath.replace(/\/$/, "");

    // The console's styles come with its first file, which is held back until the host was looked at.
    const lookedAt = Promise.withResolvers<void>();
    const isConsole = /\/assets\/prompts-[^/]+\.(js|css)$/;
    await page.route(isConsole, async (route) => {
      await lookedAt.promise;
      await route.continue();
    });
    await page.goto(`${place}/sign-in`, { waitUntil: "commit" });
    await page.getByText("Opening the prompts").waitFor();
    await addUsualElements(page);
    const before = await hostStyles(page);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    lookedAt.resolve();
    await page.getByRole("button", { name: person.name }).waitFor();
    expect(await page.evaluate(() => document.styleSheets.length)).toBeGreaterThan(1);
    expect(await hostStyles(page)).toEqual(before);
    expect(await page.title()).toBe("Larkfield tools");
    await page.unroute(isConsole);

    await editRoleAndComeBack(visitor, place, person);
    // Nothing of it lies over the host, what waits for the first Tab included.
    expect(await heightAboveConsole(page)).toBe(0);
    expect(await page.getByRole("navigation", { name: "Larkfield" }).isVisible()).toBe(true);
    expect(visitor.takeComplaints()).toEqual([]);
  },
);

/** By how many pixels something of the console reaches above the element that it is drawn in. */
function heightAboveConsole(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.querySelector("[data-countersign]");
    const tops = [...(root?.querySelectorAll("*") ?? [])]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ top }) => top);
    return Math.max(0, (root?.getBoundingClientRect().top ?? 0) - Math.min(...tops));
  });
}
