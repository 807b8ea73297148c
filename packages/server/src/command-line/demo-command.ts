import { prepareDataFolder, secretIn } from "../configuration/data-folder.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { consoleRoutes } from "../console/console-routes.ts";
import { findConsoleSite } from "../console/console-site.ts";
import { openDemoFolder } from "../demo/demo-folder.ts";
import { demoNotice } from "../demo/demo-notice.ts";
import { type DemoRecord, demoAccounts } from "../demo/demo-record.ts";
import { forThisMachine, isLoopback } from "../demo/loopback.ts";
import { nextStepsOf } from "../demo/next-steps.ts";
import { StoryClock } from "../demo/story-clock.ts";
import { writeDemo } from "../demo/write-demo.ts";
import type { Run } from "./command.ts";
import { logText, openDatabaseServer, signingKeyOf } from "./open-server.ts";
import { serveUntilTold } from "./serving.ts";

/** How far back the demo's story begins, in days. */
const storyDays = 21;

/** Serves the demo, written first where the data folder has none. */
export const run: Run = async ({ configuration, flags, output }) => {
  const { host, data, publicUrl: named, basePath } = configuration;
  if (!isLoopback(host)) {
    throw new StartFault(
      `The demo listens on 127.0.0.1 alone and ${host} is another address; for others, use \`countersign-server serve\`.`,
    );
  }
  const site = findConsoleSite(configuration.console);
  const log = (line: Parameters<typeof logText>[0]): void => output.words(logText(line));
  let record: DemoRecord | null = null;
  return serveUntilTold(
    configuration,
    async ({ publicUrl }, signal) => {
      prepareDataFolder(data);
      const signingKey = signingKeyOf(configuration, output);
      const common = { secret: configuration.secret ?? secretIn(data), signingKey, publicUrl, basePath, log };
      const folder = await openDemoFolder(data, {
        fresh: flags.has("fresh"),
        write: async (filename) => {
          output.words("countersign: writing the demo's organization");
          const clock = new StoryClock(Date.now(), storyDays);
          const database = { engine: "sqlite", filename } as const;
          const server = await openDatabaseServer({ ...common, database, clock, flushing: false });
          try {
            return await writeDemo(server, clock, signal);
          } finally {
            await server.close();
          }
        },
      });
      record = folder.record;
      const steps = nextStepsOf(record.places);
      const server = await openDatabaseServer({
        ...common,
        database: { engine: "sqlite", filename: folder.database },
        facts: { demo: demoAccounts(record) },
        nextSteps: (email) => steps.get(email) ?? [],
        routes: [consoleRoutes(site)],
      });
      return { server, app: forThisMachine(server.fetch, named) };
    },
    ({ url }) => {
      if (record !== null) output.data(demoNotice(url, record));
    },
  );
};
