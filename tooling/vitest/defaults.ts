/** The export condition under which a workspace package is its TypeScript source, so that no test needs a build. */
const source = "countersign-source";

/**
 * What every package's `vitest.config.ts` starts from; a package merges its own over it.
 *
 * A test has 60 s because the first one in a file may wait for a PostgreSQL or a browser to come up.
 */
export const testDefaults = {
  resolve: { conditions: [source, "module", "browser", "development|production"] },
  ssr: { resolve: { conditions: [source, "module", "node", "development|production"] } },
  test: {
    include: ["{src,test}/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
};
