import { expect } from "vitest";
import { cutTables, sidewaysOverflow, violationsOn } from "./accessibility.ts";
import type { ConsolePage } from "./console-pages.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Opens a page and expects no violation in the light and in the dark, a page that fits a phone's width, and nothing that
 * a page may never do.
 */
export async function expectWellMade(visitor: Visitor, shown: ConsolePage): Promise<void> {
  const { page } = visitor;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await visitor.open(shown.address);
  await shown.first?.(page);
  await visitor.settle();
  expect(await violationsOn(page), "in the light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator('[data-countersign][data-mantine-color-scheme="dark"]').waitFor();
  expect(await violationsOn(page), "in the dark").toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  // A menu that is open follows the narrower window some frames later; until then it stood outside, and was measured there.
  const overflow = expect.poll(() => sidewaysOverflow(page), {
    message: "how far the body scrolls sideways at 390 pixels",
  });
  await overflow.toBe(0);
  expect(await cutTables(page), "tables that are cut off at 390 pixels").toEqual([]);
  // A page that is refused has little on it that could be wrong.
  const refusals = page.getByRole("alert").filter({ hasText: "Request id" });
  expect(await refusals.count(), "refusals").toBe(shown.refused === true ? 1 : 0);
  expect(visitor.takeComplaints()).toEqual([]);
}
