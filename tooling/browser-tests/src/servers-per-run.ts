import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { basePaths, type Servers } from "./base-paths.ts";
import { buildPlugin } from "./plugin-build.ts";
import { startServer } from "./server-command.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The demo's server at each base path: its address without a slash at the end. All of them begin with the same data. */
    readonly demoServers: Servers;
    /** The folder with the built `examples/admin-plugin`. */
    readonly pluginSite: string;
  }
}

/**
 * A `globalSetup` of vitest: the demo, written once, served at every base path by the server's own command, and the
 * example that mounts the console, built.
 */
export default async function serversPerRun(project: TestProject): Promise<() => Promise<void>> {
  await using resources = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "countersign-browser-"));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  const written = join(folder, "written");
  const pluginSite = join(folder, "plugin");
  const [built, demo] = await Promise.allSettled([buildPlugin(pluginSite), writeDemo(written)]);
  for (const result of [built, demo]) if (result.status === "rejected") throw result.reason;

  const started = await Promise.all(
    basePaths.map(async (basePath, index) => {
      const data = join(folder, String(index));
      cpSync(written, data, { recursive: true });
      const server = await startServer("demo", { data, basePath });
      resources.use(server);
      return [basePath, server.url] as const;
    }),
  );
  project.provide("demoServers", Object.fromEntries(started) as Servers); // one entry for each base path
  project.provide("pluginSite", pluginSite);
  const owned = resources.move();
  return () => owned.disposeAsync();
}

async function writeDemo(data: string): Promise<void> {
  await using _server = await startServer("demo", { data });
}
