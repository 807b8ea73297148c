import { createClient } from "@countersign/sdk";
import { launchBrowser } from "@countersign/tests/browser";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { clientOf, invite, password, startEmptyServer } from "../src/organization.ts";
import { openVisitor } from "../src/visitor.ts";

const browser = await launchBrowser();
afterAll(() => browser.close());

test("what is restricted is disabled with its reason, and comes back when the restriction is lifted, by whom may grant it", async () => {
  await using server = await startEmptyServer();
  const { url } = server;
  const organization = { organizationName: "Acme", name: "Olive Owner", email: "olive@acme.test", password };
  await createClient({ url, session: "memory" }).session.setUp({ token: server.setupToken, ...organization });
  const owner = await clientOf(url, organization.email);
  const production = (await owner.workspace.create({ name: "production" })).id;
  const greeting = (await owner.resource.create({ kind: "prompt", workspaceId: production, name: "greeting" })).id;
  const guardRole = await owner.role.create({
    name: "Guard",
    permissions: ["workspace:view", "restriction:manage", "prompt:view", "prompt:use"],
  });
  for (const [name, roleId] of [
    ["Greta", guardRole.id],
    ["Vera", "workspace.viewer"],
  ] as const) {
    const token = await invite(owner, `${name.toLowerCase()}@acme.test`, [[roleId, production]]);
    await createClient({ url, session: "memory" }).invitation.accept({ token, name, password });
  }

  // Greta restricts, without a mouse.
  await using greta = await openVisitor(browser, { url });
  await greta.signIn({ email: "greta@acme.test", password });
  await greta.open("/w/production/prompts");
  await greta.page.keyboard.press("g");
  await greta.page.keyboard.press("r");
  await greta.page.getByText("Nothing is switched off in production").waitFor();
  await greta.settle();
  expect(new URL(greta.page.url()).pathname).toBe("/w/production/restrictions");
  const restrict = greta.page.getByRole("main").getByRole("button", { name: "Restrict…" }).first();
  await restrict.focus();
  await greta.page.keyboard.press("Enter");
  const dialog = greta.page.getByRole("dialog");
  await dialog.getByText("Nothing is switched off yet.").waitFor();
  expect(await dialog.getByRole("combobox", { name: "Where" }).inputValue()).toBe("production");
  await dialog.locator('[data-cell][tabindex="0"]').first().focus();
  for (let row = 0; row < 5; row += 1) await greta.page.keyboard.press("ArrowDown");
  await greta.page.keyboard.press("Space");
  expect(await dialog.getByRole("checkbox", { name: /^prompt:delete:/ }).getAttribute("aria-checked")).toBe("true");
  await dialog.getByText(/nobody may do this in production and everywhere below it.*: delete \(prompts\)\./).waitFor();
  expect(await reasonOf(greta.page, "Restrict")).toMatch(/^Say why/);
  await dialog.getByLabel("Why").fill("Nobody deletes until the audit is over");
  await dialog.getByRole("button", { name: "Restrict", exact: true, disabled: false }).focus();
  await greta.page.keyboard.press("Enter");
  await greta.page.getByRole("status").getByText("Restricted on production.").waitFor();
  await dialog.waitFor({ state: "detached" });
  const [restriction] = await owner.restriction.list({ scopeId: production });
  expect(restriction).toMatchObject({ permissions: ["prompt:delete"], createdBy: { name: "Greta" } });

  // It is there after a reload, with who, why, since when and where; at a phone's width as a card.
  await greta.open("/w/production/restrictions");
  const row = greta.page.getByRole("table").getByRole("row").nth(1);
  for (const said of ["delete", "production", "set here", "Nobody deletes until the audit is over", "Greta"]) {
    expect(await row.textContent()).toContain(said);
  }
  expect(await row.getByRole("time").count()).toBe(1);

  // The owner's own way is closed too, and says why; the explorer leads to what closes it.
  await using olive = await openVisitor(browser, { url });
  await olive.signIn(organization);
  await olive.open(`/resources/${greeting}`);
  expect(await archiveItem(olive.page)).toMatch(/prompt:delete.*restricted here for everybody.*lift the restriction/);
  await olive.open(`/access?permission=prompt:delete&scope=${greeting}`);
  await olive.page.getByRole("link", { name: "the restriction on production" }).click();
  await olive.page.getByRole("heading", { level: 1, name: "Restrictions" }).waitFor();
  await olive.page.locator('tr[data-selected="true"]').getByText("Nobody deletes until the audit is over").waitFor();

  // Who made it may not lift it: what it gives back is not hers to grant.
  const lift = "Lift on production: delete (prompts)";
  await greta.page.getByRole("button", { name: lift }).click();
  await dialog.getByText("It gives back, in production and everywhere below it").waitFor();
  await dialog.getByText("judged as if you granted it").waitFor();
  await dialog.getByRole("button", { name: "Lift", exact: true }).click();
  const refusal = dialog.getByRole("alert");
  await refusal.waitFor();
  expect(await refusal.textContent()).toContain("would give access that you may not hand on");
  expect(await owner.restriction.list({ scopeId: production })).toHaveLength(1);

  // The owner lifts it, takes that back where it is announced, and lifts it for good.
  const oliveDialog = olive.page.getByRole("dialog");
  const liftIt = async (): Promise<void> => {
    await olive.page.getByRole("button", { name: lift }).click();
    await oliveDialog.getByRole("button", { name: "Lift", exact: true }).click();
    await oliveDialog.waitFor({ state: "detached" });
  };
  await liftIt();
  const notices = olive.page.getByRole("status");
  await notices.getByText("Lifted on production.").waitFor();
  expect(await owner.restriction.list({ scopeId: production })).toEqual([]);
  await notices.getByRole("button", { name: "Undo" }).click();
  await notices.getByText("Undone.").waitFor();
  expect(await owner.restriction.list({ scopeId: production })).toMatchObject([
    {
      permissions: ["prompt:delete"],
      reason: "Nobody deletes until the audit is over",
      createdBy: { name: "Olive Owner" },
    },
  ]);
  await liftIt();
  await olive.page.getByText("Nothing is switched off in production").waitFor();
  await olive.open(`/resources/${greeting}`);
  expect(await archiveItem(olive.page)).toBeNull();

  // Whoever may neither restrict nor see access finds no way there, and nothing where the address leads.
  await owner.restriction.create({ scopeId: production, permissions: ["prompt:delete"], reason: "A secret reason" });
  await using vera = await openVisitor(browser, { url });
  await vera.signIn({ email: "vera@acme.test", password });
  await vera.open("/w/production/restrictions");
  await vera.page.getByRole("alert").waitFor();
  expect(await vera.page.getByRole("navigation", { name: "Console" }).textContent()).not.toContain("Restrictions");
  expect(await vera.page.getByRole("main").textContent()).not.toContain("A secret reason");
  expect(await reasonOf(vera.page, "Restrict…")).toContain("restriction:manage");
  await vera.open(`/access?permission=prompt:view&scope=${greeting}`);
  expect(
    await vera.page
      .getByRole("main")
      .getByRole("link", { name: /restriction/ })
      .count(),
  ).toBe(0);

  for (const visitor of [greta, olive, vera]) expect(visitor.takeComplaints()).toEqual([]);
});

/** Why the prompt can't be archived, as its menu says; `null` where it can. */
async function archiveItem(page: Page): Promise<string | null> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  const item = page.getByRole("menuitem", { name: /^Archive/ });
  await item.waitFor();
  return (await item.getAttribute("aria-disabled")) === "true" ? await item.textContent() : null;
}

/** Why a button is disabled, as it is read out; fails where it is enabled. */
async function reasonOf(page: Page, name: string): Promise<string> {
  const button = page.getByRole("button", { name, exact: true, disabled: true });
  await button.first().waitFor();
  const id = await button.first().getAttribute("aria-describedby");
  return (await page.locator(`[id="${id}"]`).textContent()) ?? "";
}
