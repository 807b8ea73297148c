import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, expect, inject, test } from "vitest";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

const url = inject("demoServers")["/"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("a role that is taken away can be given again where that is announced; there was no way back but the form", async () => {
  const owner = await demoClient(url, "Olivia");
  const { items: groups } = await owner.group.list({});
  const desk = groups.find(({ name }) => name === "Support desk");
  if (desk === undefined) throw new Error("The demo has no group Support desk.");
  const held = async () => {
    const { items } = await owner.binding.list({ holderId: desk.id });
    return items.map(({ role, scope, reason, expiresAt }) => ({ role, scope, reason, expiresAt }));
  };
  const before = await held();
  expect(before).toHaveLength(1);

  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  await visitor.signIn(await demoPerson(url, "Olivia"));
  await visitor.open(`/groups/${desk.id}`);
  await page.getByRole("button", { name: "Take away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
  const notices = page.getByRole("status");
  await notices.getByText("The role is taken away from Support desk.").waitFor();
  expect(await held()).toEqual([]);

  await notices.getByRole("button", { name: "Undo" }).click();
  await notices.getByText("Undone.").waitFor();
  expect(await held()).toEqual(before);
  await page.getByRole("button", { name: "Take away" }).waitFor();

  expect(visitor.takeComplaints()).toEqual([]);
});
