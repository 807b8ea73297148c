import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { alone } from "../../bootstrap/alone.mjs";
import { toolchain } from "../../bootstrap/repository.mjs";
import { findChromium } from "./chromium-finding.ts";
import { installChromium } from "./chromium-installing.ts";

/**
 * Starts a headless Chromium for a test; `await using browser = await launchBrowser()` ends it.
 *
 * Takes the Chromium that `COUNTERSIGN_CHROMIUM` names, the machine's own, or playwright's; where there is none it
 * installs one, and throws a sentence that says what to install where it can't. It never leaves a test out.
 */
export async function launchBrowser(): Promise<Browser> {
  const place = { env: process.env, exists: existsSync, playwrightsOwn: chromium.executablePath() };
  let executablePath: string | undefined;
  // A Chromium that another test file is installing is there before it is whole.
  await alone(
    async () => {
      executablePath = findChromium(place) ?? (await installChromium(() => findChromium(place)));
    },
    join(toolchain, "chromium"),
  );
  if (executablePath === undefined) throw new Error("The look for a Chromium ended without one.");
  return await chromium.launch({ executablePath, headless: true, args: [...flags()] });
}

function flags(): readonly string[] {
  const always = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  // Chromium's sandbox refuses to run as root.
  return process.getuid?.() === 0 ? [...always, "--no-sandbox"] : always;
}
