import { launchBrowser } from "@countersign/tests/browser";
import { afterAll, expect, inject, test } from "vitest";
import { demoClient, demoPerson } from "../src/demo.ts";
import { openVisitor } from "../src/visitor.ts";

// A copy of its own: versions are saved here.
const url = inject("demoServers")["/a/b/c"];
const browser = await launchBrowser();
afterAll(() => browser.close());

test("what others save while one writes takes nothing away, and saving leads to the page however slow the server is", async () => {
  // The editor began anew with every version that was saved meanwhile, its own included: what was written was lost, and
  // the way to the page was barred by the question whether to leave without saving.
  const emil = await demoClient(url, "Emil");
  const pushed = await emil.prompts.push({
    workspace: "development",
    path: "written-together",
    content: "Hello {{name}}.",
    message: "First",
  });
  await using visitor = await openVisitor(browser, { url });
  const { page } = visitor;
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await visitor.signIn(await demoPerson(url, "Emil"));
  await visitor.open(`/resources/${pushed.resource.id}/edit`);
  const text = page.getByRole("textbox", { name: "Text", exact: true });
  await text.fill("Hello {{name}}, what can I do for you?");

  await emil.prompts.push({
    workspace: "development",
    path: "written-together",
    content: "Good morning {{name}}.",
    message: "Second, from elsewhere",
  });
  // Coming back to the window reads everything again, after the five seconds for which an answer is fresh.
  const again = page.waitForResponse((response) => response.url().includes("resource.get"));
  await page.waitForTimeout(5_200);
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await again;
  await visitor.settle();
  expect(await text.inputValue()).toBe("Hello {{name}}, what can I do for you?");

  await page.route("**/trpc/access.slice*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.getByLabel("Message").fill("Third");
  await page.getByRole("button", { name: "Save as a new version", disabled: false }).click();
  await page.getByRole("button", { name: "Save on top of it all the same" }).click();
  await page.getByRole("status").getByText("Saved as v3.").waitFor();
  await page.getByRole("button", { name: "Ask for a release" }).waitFor();
  expect(asked).toEqual([]);
  expect(visitor.takeComplaints()).toEqual([]);
});
