import type { Page } from "playwright-core";

/** Every element that is not the console's, with all of its computed styles. */
export type HostStyles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Puts one of each usual element beside the host's own, so that a style that reaches out of the console by an element's
 * name is seen.
 */
export async function addUsualElements(page: Page): Promise<void> {
  await page.evaluate(() => {
    const usual = document.createElement("section");
    usual.innerHTML =
      '<h1>h1</h1><h2>h2</h2><h3>h3</h3><p>p <a href="/orders">a</a> <code>code</code> <kbd>kbd</kbd> <b>b</b></p>' +
      "<ul><li>li</li></ul><ol><li>li</li></ol><dl><dt>dt</dt><dd>dd</dd></dl><blockquote>q</blockquote><pre>pre</pre>" +
      '<button type="button">button</button><input value="input"><select><option>option</select><textarea>t</textarea>' +
      "<label>label</label><fieldset><legend>legend</legend></fieldset><hr><figure>figure</figure><img alt=''>" +
      "<table><thead><tr><th>th</th></tr></thead><tbody><tr><td>td</td></tr></tbody></table>" +
      "<details open><summary>summary</summary></details><dialog open>dialog</dialog><main>main</main>";
    document.querySelector(".larkfield-header")?.after(usual);
  });
}

/** The computed styles of everything outside of the console. Sizes are left out: what is below may push and pull. */
export async function hostStyles(page: Page): Promise<HostStyles> {
  return page.evaluate(() => {
    const outside = [...document.querySelectorAll("html, body, body *")].filter(
      (element) => element.closest("[data-countersign], script, style, .larkfield-prompts") === null,
    );
    // What the host draws while the console comes.
    const lasting = outside.filter((element) => element.closest('[role="status"]') === null);
    return Object.fromEntries(
      lasting.map((element, index) => {
        const computed = getComputedStyle(element);
        const moved = /size$|^(width|height|perspective-origin|transform-origin)$/;
        const names = [...computed].filter((name) => name === "font-size" || !moved.test(name));
        const styles = Object.fromEntries(names.map((name) => [name, computed.getPropertyValue(name)]));
        return [`${index} ${element.tagName.toLowerCase()}`, styles];
      }),
    );
  });
}
