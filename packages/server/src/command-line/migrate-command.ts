import { prepareDataFolder } from "../configuration/data-folder.ts";
import { migrate } from "../db/migrate.ts";
import type { Run } from "./command.ts";
import { databaseFault, databaseOf } from "./open-server.ts";

/** Brings the schema up to date and ends; `serve` does the same at its start. */
export const run: Run = async ({ configuration, output }) => {
  if (configuration.database.engine === "sqlite") prepareDataFolder(configuration.data);
  try {
    await migrate(databaseOf(configuration));
  } catch (cause) {
    throw databaseFault(cause);
  }
  output.words("The database has this version's schema.");
  return "done";
};
