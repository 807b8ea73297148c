import { existsSync } from "node:fs";
import { verifyDatabase } from "../audit/verify-command.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { openDatabase } from "../db/open-database.ts";
import type { Run } from "./command.ts";
import { databaseFault, databaseOf } from "./open-server.ts";

/** Recomputes every audit chain, writing nothing; a line for each on stdout, tabs between its fields. */
export const run: Run = async ({ configuration, output }) => {
  const target = databaseOf(configuration);
  if (target.engine === "sqlite" && !existsSync(target.filename)) {
    throw new StartFault(`There is no database ${target.filename}; name its folder with --data.`);
  }
  const db = openDatabase(target);
  try {
    const report = await verifyDatabase(db, target.engine);
    for (const { chain, events, head, broken } of report.chains) {
      const state = broken === null ? `intact\t${head?.hash ?? "-"}` : `broken at ${broken.seq}\t${broken.problem}`;
      output.data(`${chain}\t${events}\t${state}`);
    }
    output.words(report.intact ? "Every chain is intact." : "A chain is broken: somebody wrote past the server.");
    return report.intact ? "done" : "broken";
  } catch (cause) {
    throw databaseFault(cause);
  } finally {
    await db.destroy();
  }
};
