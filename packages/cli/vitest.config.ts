import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import { testDefaults } from "../../tooling/vitest/defaults.ts";

export default mergeConfig(
  testDefaults,
  defineConfig({
    test: { globalSetup: [fileURLToPath(new URL("../server/test/fixtures/databases-per-run.ts", import.meta.url))] },
  }),
);
