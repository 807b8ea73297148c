import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const options = JSON.stringify({
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  resultTypes: ["violations"],
});

/** What axe finds against WCAG's levels A and AA on the page as it is now: the rule, the element, and what is wrong with it. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  // Not as an element of the page: its policy admits no such script.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  const { violations }: AxeResults = await page.evaluate(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${target.join(" ")}\n${html}\n${failureSummary ?? ""}`),
  );
}

/** By how many pixels the page's body can be scrolled sideways. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The tables of which a part can only be seen by scrolling them sideways, by their label. */
export async function cutTables(page: Page): Promise<readonly string[]> {
  return page.getByRole("table").evaluateAll((tables) =>
    tables
      .map((table) => table.parentElement ?? table)
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.getAttribute("aria-label") ?? ""),
  );
}
