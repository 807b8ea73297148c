import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The superuser's URL of the PostgreSQL of this run; `createDatabase` makes a database of it. */
    readonly postgresUrl: string;
  }
}

/**
 * A `globalSetup` of vitest: one PostgreSQL for the whole run, its address provided as `postgresUrl`.
 *
 * A test file asks for its own database: `await createDatabase(inject("postgresUrl"))`.
 */
export default async function postgresPerRun(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide("postgresUrl", postgres.superuserUrl);
  return async () => await postgres[Symbol.asyncDispose]();
}
