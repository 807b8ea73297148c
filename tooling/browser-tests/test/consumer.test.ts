import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, expect, inject, test } from "vitest";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("with `use` of production alone one sees what labels serve, and nothing of drafts or history", async () => {
  const owner = await demoClient(url, "Olivia");
  const live = await owner.resource.find({ workspace: "production", path: "support/refund-reply" });
  const draft = await owner.resource.find({ workspace: "development", path: "support/refund-reply" });
  const { items: versions } = await owner.version.list({ resourceId: draft.id });
  const { items: requests } = await owner.request.list({});
  expect(versions.length).toBeGreaterThan(3);

  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Una"));

  await visitor.open("/w/production/prompts");
  await page.getByRole("link", { name: "support/refund-reply" }).click();
  await page.getByText("You may use what is live here.").waitFor();
  await page.getByText("Version ", { exact: false }).first().waitFor();
  await visitor.settle();
  const shown = await page.getByRole("main").textContent();
  expect(shown).toContain("Repeat the order number in your first sentence.");
  for (const { message, id } of versions) {
    expect(shown).not.toContain(message);
    expect(await page.content()).not.toContain(id);
  }
  expect(await page.getByRole("tab").count()).toBe(0);
  for (const name of ["Edit", "Ask for a release", "More"]) {
    expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
  }

  // Other addresses of the same things lead no further.
  for (const tab of ["versions", "releases", "access"]) {
    await visitor.open(`/resources/${live.id}?tab=${tab}`);
    expect(await page.getByRole("tab").count(), tab).toBe(0);
    expect(await page.getByText("You may use what is live here.").count(), tab).toBe(1);
  }
  for (const address of [
    `/resources/${draft.id}`,
    `/resources/${draft.id}/edit`,
    ...requests.slice(0, 3).map(({ id }) => `/requests/${id}`),
  ]) {
    await page.goto(url + address);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("main").textContent(), address).not.toContain("refund");
  }
  for (const address of ["/reviews?show=all", "/releases", "/policies", "/roles", "/keys", "/"]) {
    await visitor.open(address);
    const text = await page.getByRole("main").textContent();
    for (const { title } of requests) expect(text, address).not.toContain(title);
    for (const { message } of versions) expect(text, address).not.toContain(message);
  }

  // And search finds only what is live.
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill("refund");
  await page.getByRole("option").first().waitFor();
  for (const option of await page.getByRole("option").allTextContents()) expect(option).toContain("production");
  expect(visitor.takeComplaints()).toEqual([]);
});
