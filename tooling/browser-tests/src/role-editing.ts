import { expect } from "vitest";
import type { DemoAccount } from "./demo.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Opens the console where it is mounted as a stranger, signs in, finds a role, gives it another permission, and comes
 * back to it by its own address.
 *
 * @param place the console's address, without a slash at the end
 */
export async function editRoleAndComeBack(visitor: Visitor, place: string, person: DemoAccount): Promise<void> {
  const { page } = visitor;
  // Whoever is not signed in is led to sign in, and from there to where he wanted to go.
  await page.goto(`${place}/roles?tab=list`);
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${new URL(place).pathname.replace(/\/$/, "")}/sign-in`);
  await page.getByRole("button", { name: person.name }).click();
  await page.getByRole("table").getByRole("link", { name: "Translator" }).click();
  await page.getByRole("heading", { level: 1, name: "Translator" }).waitFor();
  const permission = page.getByRole("checkbox", { name: /^prompt:create:/ });
  expect(await permission.getAttribute("aria-checked")).toBe("false");
  await permission.click();
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog", { name: "Who gains, who loses" });
  const save = dialog.getByRole("button", { name: "Save", exact: true, disabled: false });
  await save.waitFor();
  expect(await dialog.textContent()).toContain("Vera Lind");
  await save.click();
  await dialog.waitFor({ state: "hidden" });

  const address = page.url();
  expect(address).toMatch(new RegExp(`^${place}/roles/rol_`));
  await page.reload();
  await visitor.settle();
  expect(page.url()).toBe(address);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Translator");
  expect(await permission.getAttribute("aria-checked")).toBe("true");

  // As it was, for whoever comes next.
  await permission.click();
  await page.getByRole("button", { name: "Review and save" }).click();
  await save.click();
  await dialog.waitFor({ state: "hidden" });
}
