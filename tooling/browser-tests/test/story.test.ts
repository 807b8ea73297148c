import { createClient } from "@countersign/sdk";
import { launchBrowser } from "@countersign/tests/browser";
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { violationsOn } from "../src/accessibility.ts";
import { clientOf, type Gift, invite, password, startEmptyServer } from "../src/organization.ts";
import { openVisitor, type Visitor } from "../src/visitor.ts";

const browser = await launchBrowser();
afterAll(() => browser.close());

const drafts = [
  "v1",
  "v2: shorter\n",
  "v3: polite, and {{brief}}",
  "v4: höflich, 丁寧に 🙂 \\{{ {{brief}}  \n\n\ttwo  spaces\n",
] as const;

test("a draft becomes what production serves, through the browser, and nobody walks around the second signature", async () => {
  await using server = await startEmptyServer();
  const { url } = server;
  await using visitors = new AsyncDisposableStack();
  const all: Visitor[] = [];
  const visit = async (email?: string): Promise<Visitor> => {
    const visitor = visitors.use(await openVisitor(browser, { url }));
    all.push(visitor);
    if (email !== undefined) await visitor.signIn({ email, password });
    return visitor;
  };

  // The first owner founds the organization on the page that an empty server leads to.
  const owner = await visit();
  await owner.open("/");
  expect(new URL(owner.page.url()).pathname).toBe("/set-up");
  expect(await violationsOn(owner.page), "set-up").toEqual([]);
  await owner.page.getByLabel("Setup token").fill(server.setupToken);
  await owner.page.getByLabel("Organization").fill("Acme");
  await owner.page.getByLabel("Your name").fill("Olive Owner");
  await owner.page.getByLabel("Your e-mail").fill("olive@acme.test");
  await owner.page.getByRole("textbox", { name: "A password" }).fill(password);
  await owner.page.getByRole("button", { name: "Set up and sign in" }).click();
  await owner.page.getByRole("navigation", { name: "Console" }).waitFor();

  // Places, a policy, people and an application: what there is before the story.
  const api = await clientOf(url, "olive@acme.test");
  const organization = (await api.organization.get({})).id;
  const development = (await api.workspace.create({ name: "development" })).id;
  const production = (await api.workspace.create({ name: "production" })).id;
  const join = async (name: string, gifts: readonly Gift[]): Promise<string> => {
    const email = `${name.toLowerCase()}@acme.test`;
    await createClient({ url, session: "memory" }).invitation.accept({
      token: await invite(api, email, gifts),
      name,
      password,
    });
    return email;
  };
  const engineerEmail = await join("Erin", [
    ["workspace.editor", development],
    ["workspace.requester", production],
  ]);
  const publisherEmail = await join("Paul", [["workspace.publisher", production]]);
  const viewerEmail = await join("Vera", [["workspace.viewer", production]]);
  const adminEmail = await join("Dora", [["workspace.admin", development]]);
  const application = await api.serviceAccount.create({ name: "shop", homeScopeId: organization });
  await api.binding.create({
    holder: { type: "principal", id: application.id },
    roleId: "workspace.consumer",
    scopeId: production,
  });
  const key = (await api.key.create({ name: "shop", principalId: application.id })).secret;
  const fetchLive = () =>
    fetch(`${url}/v1/prompts/production/refund-reply?label=production`, {
      headers: { authorization: `Bearer ${key}` },
    });
  expect((await fetchLive()).status).toBe(404);

  // The reviewer comes by an invitation's link.
  const reviewer = await visit();
  const token = await invite(api, "rita@acme.test", [["workspace.reviewer", production]]);
  await reviewer.open(`/invitation#/invitation/${token}`);
  expect(await violationsOn(reviewer.page), "invitation").toEqual([]);
  await reviewer.page.getByLabel("Your name").fill("Rita");
  await reviewer.page.getByRole("textbox", { name: "A password" }).fill(password);
  await reviewer.page.getByRole("button", { name: "Join and sign in" }).click();
  await reviewer.page.getByRole("navigation", { name: "Console" }).waitFor();
  await api.policy.create({
    scopeId: production,
    name: "What customers get is reviewed",
    labelPattern: "production",
    requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
  });

  // The engineer signs in, and drafts three versions in the editor.
  const engineer = await visit();
  const atWork = engineer.page;
  await engineer.open("/w/development/prompts");
  await atWork.getByLabel("E-mail").fill(engineerEmail);
  await atWork.getByRole("textbox", { name: "Password" }).fill(password);
  await atWork.getByRole("button", { name: "Sign in" }).click();
  await atWork.getByRole("button", { name: "New prompt" }).first().click();
  const dialog = atWork.getByRole("dialog");
  await dialog.getByLabel("Name").fill("refund-reply");
  await dialog.getByRole("button", { name: "Create and write" }).click();
  await atWork.getByText("Text", { exact: true }).click();
  await writeVersion(atWork, drafts[0], "First draft");
  await expectVisible(atWork.getByRole("status").getByText("Saved as v1. Nothing is live by that."));
  for (const [index, text] of drafts.slice(1, 3).entries()) {
    await atWork.getByRole("button", { name: "Edit", exact: true }).click();
    await writeVersion(atWork, text, `Draft ${index + 2}`);
    await expectVisible(atWork.getByRole("status").getByText(`Saved as v${index + 2}.`));
  }
  const draftPage = atWork.url();
  expect((await fetchLive()).status).toBe(404);

  // He asks for a release to production, and can neither approve nor publish it.
  await atWork.getByRole("button", { name: "Ask for a release" }).click();
  await expectVisible(dialog.getByText("What customers get is reviewed"));
  expect(await dialog.getByLabel("Goes live in").first().inputValue()).toBe("production");
  await dialog.getByLabel("Title").fill("Politer refunds");
  await dialog.getByRole("button", { name: "Ask for the release" }).click();
  await expectVisible(atWork.getByRole("heading", { level: 1, name: "Politer refunds #1" }));
  const address = new URL(atWork.url()).pathname;
  expect(await reasonOf(atWork, "Approve")).toContain("prompt:review");
  expect(await reasonOf(atWork, "Publish to production")).toContain("prompt:publish");

  // The publisher cannot publish what nobody has approved.
  const publisher = await visit(publisherEmail);
  await publisher.open(address);
  expect(await reasonOf(publisher.page, "Publish to production")).toMatch(/approv|review/i);
  expect(await reasonOf(publisher.page, "Approve")).toContain("prompt:review");

  // The reviewer approves v3; the engineer pushes v4: the approval is gone.
  await reviewer.open(address);
  expect(await reasonOf(reviewer.page, "Publish to production")).toContain("prompt:publish");
  await reviewer.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expectVisible(reviewer.page.getByRole("status").getByText("Approved."));
  await expectVisible(badge(reviewer.page, "Approved"));
  await atWork.goto(draftPage);
  await atWork.getByRole("button", { name: "Edit", exact: true }).click();
  await writeVersion(atWork, drafts[3], "Kinder");
  await expectVisible(atWork.getByRole("status").getByText("Saved as v4."));
  await engineer.open(address);
  await expectVisible(badge(atWork, "Approved"));
  await atWork.getByRole("button", { name: "More to do" }).click();
  await atWork.getByRole("menuitem", { name: "Push another version" }).click();
  await dialog.getByRole("combobox").click();
  await atWork.getByRole("option", { name: "v4 Kinder" }).click();
  await dialog.getByRole("button", { name: "Push", exact: true }).click();
  await expectVisible(atWork.getByRole("status").getByText("Pushed."));
  await expectVisible(badge(atWork, "In review"));
  await publisher.open(address);
  expect(await reasonOf(publisher.page, "Publish to production")).toMatch(/approv|review/i);
  expect((await fetchLive()).status).toBe(404);

  // The reviewer approves again and cannot publish; the publisher does.
  await reviewer.open(address);
  await reviewer.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expectVisible(badge(reviewer.page, "Approved"));
  expect(await reasonOf(reviewer.page, "Publish to production")).toContain("prompt:publish");
  await publisher.open(address);
  await publisher.page.getByRole("button", { name: "Publish to production" }).click();
  await publisher.page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await expectVisible(publisher.page.getByText("Live: production serves it"));

  // The application gets exactly v4's bytes.
  const live = await fetchLive();
  expect(live.status).toBe(200);
  expect(await live.json()).toMatchObject({ content: { type: "text", text: drafts[3] }, sequence: 1 });

  // The viewer reads, and finds nothing enabled that changes anything.
  const viewer = await visit(viewerEmail);
  const resource = await (await clientOf(url, viewerEmail)).resource.find({
    workspace: "production",
    path: "refund-reply",
  });
  const places = [
    "/w/production/prompts",
    `/resources/${resource.id}`,
    `/resources/${resource.id}?tab=versions`,
    `/resources/${resource.id}?tab=releases`,
    `/resources/${resource.id}/edit`,
    address,
    "/roles",
    "/policies",
    "/service-accounts",
  ];
  for (const place of places) {
    await viewer.open(place);
    expect(await enabledChanges(viewer.page), place).toEqual([]);
  }
  await viewer.open(`/resources/${resource.id}`);
  await expectVisible(viewer.page.getByText("höflich"));
  await viewer.page.getByRole("button", { name: "More", exact: true }).click();
  await viewer.page.getByRole("menu").waitFor();
  const items = await viewer.page
    .getByRole("menuitem")
    .evaluateAll((found) => found.map((item) => item.getAttribute("aria-disabled")));
  expect(items).toEqual(["true", "true", "true", "true"]);

  // Development's admin sees nothing of production, and nothing of what manages it.
  const admin = await visit(adminEmail);
  await admin.open("/w/development/prompts");
  await admin.page.getByRole("button", { name: "Workspace development" }).click();
  await expectVisible(admin.page.getByRole("menuitem"));
  expect(await admin.page.getByRole("menuitem").allTextContents()).toEqual(["development"]);
  await admin.open("/w/production/prompts");
  await expectVisible(admin.page.getByText("There is no workspace “production” that you may see"));
  for (const place of [address, `/resources/${resource.id}`]) {
    await admin.open("/");
    await admin.page.goto(url + place);
    await expectVisible(admin.page.getByRole("alert"));
  }
  for (const [place, hidden] of [
    ["/policies", /What customers get/],
    ["/settings?tab=workspaces", /production/],
    ["/service-accounts", /shop/],
    ["/keys", /shop/],
    ["/releases", /refund-reply/],
    ["/reviews?show=all&state=ended", /Politer/],
  ] as const) {
    await owner.open(place);
    expect(await owner.page.getByRole("main").textContent(), place).toMatch(hidden);
    await admin.open(place);
    expect(await admin.page.getByRole("main").textContent(), place).not.toMatch(hidden);
  }

  for (const visitor of all) expect(visitor.takeComplaints()).toEqual([]);
});

async function writeVersion(page: Page, text: string, message: string): Promise<void> {
  await page.getByRole("textbox", { name: "Text", exact: true }).fill(text);
  await page.getByLabel("Message").fill(message);
  const save = page.getByRole("button", { name: "Save as a new version", disabled: false });
  await save.click();
  await save.waitFor({ state: "detached" });
}

/** Why a button is disabled, as it is read out; fails where it is enabled. */
async function reasonOf(page: Page, name: string): Promise<string> {
  const button = page.getByRole("button", { name, exact: true, disabled: true });
  await button.waitFor();
  const id = await button.getAttribute("aria-describedby");
  return (await page.locator(`[id="${id}"]`).textContent()) ?? "";
}

/** The state that stands beside a page's title. */
function badge(page: Page, state: string): Locator {
  return page
    .locator("header")
    .filter({ has: page.getByRole("heading", { level: 1 }) })
    .getByText(state, { exact: true });
}

async function expectVisible(locator: Locator): Promise<void> {
  await locator.first().waitFor();
}

/** The enabled buttons of a page that are not known to change nothing. */
async function enabledChanges(page: Page): Promise<readonly string[]> {
  const harmless = /^(Copy|More|Compare|Dismiss|Show all|Load more|Search$|production$|Home$)|unchanged$/;
  const names = await page
    .getByRole("main")
    .getByRole("button", { disabled: false })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? button.textContent ?? ""));
  return names.filter((name) => !harmless.test(name.trim()));
}
