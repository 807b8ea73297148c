/** The export condition under which a workspace package is its TypeScript source, so that no test needs a build. */
const source = "countersign-source";

/**
 * What every package's `vitest.config.ts` starts from; a package merges its own over it.
 *
 * The times are there to end what hangs, and long enough for a machine that is busy with something else.
 */
export const testDefaults = {
  resolve: { conditions: [source, "module", "browser", "development|production"] },
  ssr: { resolve: { conditions: [source, "module", "node", "development|production"] } },
  test: {
    include: ["{src,test}/**/*.test.{ts,tsx}"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    restoreMocks: true,
    unstubEnvs: true,
  },
};
