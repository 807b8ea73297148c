import { consoleRoutes } from "../console/console-routes.ts";
import { findConsoleSite } from "../console/console-site.ts";
import { needsSetup } from "../identity/setup-service.ts";
import type { Run } from "./command.ts";
import { openServer } from "./open-server.ts";
import { serveUntilTold } from "./serving.ts";

/** Serves an organization's real data. */
export const run: Run = async ({ configuration, output }) => {
  const site = findConsoleSite(configuration.console);
  return serveUntilTold(
    configuration,
    async ({ publicUrl }) => {
      const server = await openServer(configuration, output, { publicUrl, routes: [consoleRoutes(site)] });
      if (await needsSetup(server.environment)) {
        output.words("There is no organization yet: `countersign-server setup` prints the token that founds it.");
      }
      return { server };
    },
    ({ url }) => output.words(`Serving ${url}`),
  );
};
