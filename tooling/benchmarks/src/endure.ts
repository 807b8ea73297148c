import { sdkOutage } from "./endure/sdk-outage.ts";
import { runSuite } from "./run-suite.ts";

await runSuite({ "sdk-outage": sdkOutage }, process.argv.slice(2), "npm run endure -- CASE [--json]");
