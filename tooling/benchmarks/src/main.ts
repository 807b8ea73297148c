import { access } from "./access/access-suite.ts";
import { datasets } from "./datasets/dataset-suite.ts";
import { engine } from "./engine/engine-suite.ts";
import { runSuite } from "./run-suite.ts";
import { sdk } from "./sdk/sdk-suite.ts";
import { server } from "./server/server-suite.ts";

await runSuite({ access, engine, sdk, server, datasets }, process.argv.slice(2), "npm run bench -- SUITE [--json]");
