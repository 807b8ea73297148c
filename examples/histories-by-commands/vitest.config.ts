import { defineConfig, mergeConfig } from "vitest/config";
import { testDefaults } from "../../tooling/vitest/defaults.ts";

export default mergeConfig(testDefaults, defineConfig({}));
