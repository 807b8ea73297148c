import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import { testDefaults } from "../vitest/defaults.ts";

export default mergeConfig(
  testDefaults,
  defineConfig({
    test: {
      globalSetup: [fileURLToPath(new URL("src/servers-per-run.ts", import.meta.url))],
      testTimeout: 300_000,
    },
  }),
);
