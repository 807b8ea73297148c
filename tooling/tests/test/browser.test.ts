import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { launchBrowser } from "../src/browser.ts";
import { findChromium, type Place } from "../src/chromium-finding.ts";
import { installationFor, runInstallation } from "../src/chromium-installing.ts";

test("a browser opens a page of a local server and runs its script", { timeout: 300_000 }, async () => {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<h1></h1><script>document.querySelector('h1').textContent = 'six times seven is ' + 6 * 7</script>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  try {
    await using browser = await launchBrowser();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.textContent("h1")).toBe("six times seven is 42");
  } finally {
    server.close();
  }
});

const place = (present: readonly string[], env: Place["env"] = {}): Place => ({
  env,
  exists: (path) => present.includes(path),
  playwrightsOwn: "/cache/chrome",
});

test.each([
  {
    name: "the one that is named",
    given: place(["/opt/c", "/usr/bin/chromium"], { COUNTERSIGN_CHROMIUM: "/opt/c" }),
    expected: "/opt/c",
  },
  {
    name: "the machine's before playwright's",
    given: place(["/cache/chrome", "/usr/bin/google-chrome"]),
    expected: "/usr/bin/google-chrome",
  },
  { name: "playwright's own", given: place(["/cache/chrome"]), expected: "/cache/chrome" },
  { name: "none", given: place([]), expected: undefined },
])("finding a Chromium: $name", ({ given, expected }) => {
  expect(findChromium(given)).toBe(expected);
});

test("a named Chromium that is not there is an error, whatever else is there", () => {
  expect(() => findChromium(place(["/usr/bin/chromium"], { COUNTERSIGN_CHROMIUM: "/opt/none" }))).toThrow(
    "COUNTERSIGN_CHROMIUM names /opt/none",
  );
});

test.each([true, false])(
  "an installation that fails says what to install (as root on Debian: %s)",
  async (debianRoot) => {
    const ran: string[] = [];
    const refuse = (command: readonly string[]) => {
      ran.push(command.join(" "));
      return { ok: false, output: "no network" };
    };
    await expect(runInstallation(installationFor({ debianRoot }), refuse, () => undefined)).rejects.toThrow(
      /need a Chromium: install one.*no network/s,
    );
    expect(ran).toHaveLength(1);
  },
);

test("an installation that brings nothing is a failure too", async () => {
  const fine = () => ({ ok: true, output: "" });
  const installation = installationFor({ debianRoot: true });
  await expect(runInstallation(installation, fine, () => undefined)).rejects.toThrow("install one");
  expect(await runInstallation(installation, fine, () => "/usr/bin/chromium")).toBe("/usr/bin/chromium");
});

test("two installations at once: the second one failed, as `apt-get update` waits for nobody's lock", async () => {
  const ran: string[] = [];
  const busy = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 3737 (apt-get)";
  const run = ([, word = ""]: readonly string[]) => {
    ran.push(word);
    return ran.length < 3 ? { ok: false, output: busy } : { ok: true, output: "" };
  };
  const installation = installationFor({ debianRoot: true });
  const chromium = () => "/usr/bin/chromium";
  expect(await runInstallation(installation, run, chromium, { between: 1, inAll: 10 })).toBe("/usr/bin/chromium");
  expect(ran).toEqual(["update", "update", "update", "install"]);

  const forEver = () => ({ ok: false, output: busy });
  await expect(runInstallation(installation, forEver, chromium, { between: 1, inAll: 3 })).rejects.toThrow(
    /need a Chromium: install one.*held by process 3737/s,
  );
});
