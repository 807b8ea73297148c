import { createClient } from "@countersign/sdk";
import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { expectWellMade } from "../src/looked-at.ts";
import { clientOf, type Gift, invite, password, startEmptyServer } from "../src/organization.ts";
import { openVisitor, type Visitor } from "../src/visitor.ts";

const browser = await launchBrowser();
afterAll(() => browser.close());

test("a rename under a protected label is asked for, approved and carried out, and the new address serves", async () => {
  await using server = await startEmptyServer();
  const { url } = server;
  const founder = { organizationName: "Acme", name: "Olive Owner", email: "olive@acme.test", password };
  await createClient({ url, session: "memory" }).session.setUp({ token: server.setupToken, ...founder });
  const owner = await clientOf(url, founder.email);
  const production = (await owner.workspace.create({ name: "production" })).id;
  const people: readonly (readonly [string, readonly Gift[]])[] = [
    ["Erin", [["workspace.editor", production]]],
    ["Rita", [["workspace.reviewer", production]]],
    ["Paul", [["workspace.publisher", production]]],
  ];
  for (const [name, gifts] of people) {
    const token = await invite(owner, emailOf(name), gifts);
    await createClient({ url, session: "memory" }).invitation.accept({ token, name, password });
  }
  await owner.policy.create({
    scopeId: production,
    name: "What customers get is reviewed",
    labelPattern: "production",
    requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
  });
  const erin = await clientOf(url, emailOf("Erin"));
  const support = (await owner.folder.create({ workspaceId: production, name: "support" })).id;
  const refund = await erin.resource.create({
    kind: "prompt",
    workspaceId: production,
    folderId: support,
    name: "refund-reply",
  });
  const version = await erin.version.create({
    resourceId: refund.id,
    content: { type: "text", syntax: "plain", text: "Dear customer", variables: [] },
  });
  const { id: requestId, digest } = await erin.request.open({
    sourceVersionId: version.id,
    targetWorkspaceId: production,
    label: "production",
  });
  await (await clientOf(url, emailOf("Rita"))).request.review({ requestId, verdict: "approve", digest });
  const publishing = await clientOf(url, emailOf("Paul"));
  await publishing.request.publish({ requestId, digest });
  const serves = async (path: string): Promise<boolean> =>
    publishing.delivery.get({ workspace: "production", path, label: "production" }).then(
      () => true,
      () => false,
    );
  expect(await serves("support/refund-reply")).toBe(true);

  await using visitors = new AsyncDisposableStack();
  const all: Visitor[] = [];
  const visit = async (name: string): Promise<Visitor> => {
    const visitor = visitors.use(await openVisitor(browser, { url }));
    all.push(visitor);
    await visitor.signIn({ email: emailOf(name), password });
    return visitor;
  };

  // The direct way is refused, and leads to the request.
  const engineer = await visit("Erin");
  const atWork = engineer.page;
  const dialog = atWork.getByRole("dialog");
  await engineer.open(`/resources/${refund.id}`);
  await atWork.getByRole("button", { name: "More", exact: true }).click();
  await atWork.getByRole("menuitem", { name: "Move or rename" }).click();
  await dialog.getByLabel("Name").fill("refund-answer");
  await dialog.getByRole("button", { name: "Move", exact: true }).click();
  await dialog.getByRole("alert").getByText("An approval policy protects").waitFor();
  await dialog.getByRole("button", { name: "Request it" }).click();
  await dialog.getByText("What customers get is reviewed").waitFor();
  const row = dialog.getByRole("table").getByRole("row").nth(1);
  for (const said of ["production/support/refund-reply", "production/support/refund-answer", "production", "v1"]) {
    expect(await row.textContent()).toContain(said);
  }
  expect(await dialog.getByRole("note", { name: "Who is asked" }).textContent()).toMatch(
    /role "Reviewer", at production\/support\/refund-answer@production, production\/support\/refund-reply@production\./,
  );
  expect(await reasonOf(atWork, "Request it")).toMatch(/^Say why/);
  await dialog.getByLabel("Why").fill("It answers, it does not only reply");
  await dialog.getByRole("button", { name: "Request it", disabled: false }).click();
  await atWork
    .getByRole("heading", {
      level: 1,
      name: "Rename production/support/refund-reply to production/support/refund-answer",
    })
    .waitFor();
  await engineer.settle();
  const asked = atWork.getByRole("list", { name: "Addresses that it is asked for" }).getByRole("listitem");
  expect(await asked.allTextContents()).toEqual([
    "production/support/refund-answer@production",
    "production/support/refund-reply@production",
  ]);
  const address = new URL(atWork.url()).pathname;
  expect(address).toMatch(/^\/tree-requests\/trq_/);
  expect(await reasonOf(atWork, "Approve")).toMatch(/review/);
  expect(await reasonOf(atWork, "Carry it out")).toMatch(/publish/);
  await engineer.open("/");
  await atWork.getByRole("main").getByText("Rename of a prompt").waitFor();

  // The reviewer finds it among what waits for her, and approves it.
  const reviewer = await visit("Rita");
  await expectWellMade(reviewer, { name: "reviews with a change of addresses", address: "/reviews" });
  await expectWellMade(reviewer, { name: "an open request for a change of addresses", address });
  await reviewer.page.setViewportSize({ width: 1440, height: 900 });
  await reviewer.open("/reviews");
  await reviewer.page
    .getByRole("region", { name: "Requests for changes of addresses" })
    .getByRole("link", { name: /^Rename production/ })
    .click();
  expect(await reasonOf(reviewer.page, "Carry it out")).toMatch(/publish/);
  await reviewer.page.getByRole("button", { name: "Approve", exact: true }).click();
  await reviewer.page.getByRole("status").getByText("Approved.").waitFor();
  expect(await serves("support/refund-answer")).toBe(false);

  // The publisher carries it out: the new address serves, and the old one does not any more.
  const publisher = await visit("Paul");
  await publisher.open(address);
  await publisher.page.getByText("Ready to be carried out").waitFor();
  await publisher.page.getByRole("button", { name: "Carry it out" }).click();
  const last = publisher.page.getByRole("dialog");
  await last.getByText("production/support/refund-reply under a label").waitFor();
  await last.getByRole("button", { name: "Carry it out" }).click();
  await publisher.page.getByRole("heading", { name: "What it changed" }).waitFor();
  expect(await serves("support/refund-answer")).toBe(true);
  expect(await serves("support/refund-reply")).toBe(false);
  await expectWellMade(publisher, { name: "a change that was carried out", address });

  for (const visitor of all) expect(visitor.takeComplaints()).toEqual([]);
});

function emailOf(name: string): string {
  return `${name.toLowerCase()}@acme.test`;
}

/** Why a button is disabled, as it is read out; fails where it is enabled. */
async function reasonOf(page: Page, name: string): Promise<string> {
  const button = page.getByRole("button", { name, exact: true, disabled: true });
  await button.first().waitFor();
  const id = await button.first().getAttribute("aria-describedby");
  return (await page.locator(`[id="${id}"]`).textContent()) ?? "";
}
