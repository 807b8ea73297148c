import { defineConfig, mergeConfig } from "vitest/config";
import { testDefaults } from "../vitest/defaults.ts";

export default mergeConfig(
  testDefaults,
  // The suites measure memory, which wants garbage to be gone.
  defineConfig({ test: { execArgv: ["--expose-gc"], testTimeout: 120_000 } }),
);
