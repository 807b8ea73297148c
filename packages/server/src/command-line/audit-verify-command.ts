import { existsSync } from "node:fs";
import { verifyDatabase } from "../audit/verify-command.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { openDatabase } from "../db/open-database.ts";
import { verifyExportFile } from "./audit-verify-file.ts";
import type { Run } from "./command.ts";
import { databaseFault, databaseOf } from "./open-server.ts";

/** Verifies an export without any database, or recomputes every audit chain of one, writing nothing; a line for each on stdout, tabs between its fields. */
export const run: Run = async ({ configuration, flags, positionals: [file], output }) => {
  if (file !== undefined) return verifyExportFile(file, flags, output);
  const target = databaseOf(configuration);
  if (target.engine === "sqlite" && !existsSync(target.filename)) {
    throw new StartFault(`There is no database ${target.filename}; name its folder with --data.`);
  }
  const db = openDatabase(target);
  try {
    const report = await verifyDatabase(db, target.engine);
    for (const { chain, events, head, broken, sealed } of report.chains) {
      const state = broken === null ? `intact\t${head?.hash ?? "-"}` : `broken at ${broken.seq}\t${broken.problem}`;
      output.data(`${chain}\t${events}\t${state}\tsealed to ${sealed?.seq ?? 0}`);
    }
    output.words(report.intact ? "Every chain is intact." : "A chain is broken: somebody wrote past the server.");
    return report.intact ? "done" : "broken";
  } catch (cause) {
    throw databaseFault(cause);
  } finally {
    await db.destroy();
  }
};
