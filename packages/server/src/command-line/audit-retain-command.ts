import { parseInstant } from "@countersign/core";
import { retainAudit } from "../audit/retention.ts";
import { databaseClock } from "../command/clock.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase } from "../db/open-database.ts";
import type { Run } from "./command.ts";
import { databaseFault, databaseOf } from "./open-server.ts";
import { chosenOrganization } from "./organization-choice.ts";

/** Drops what was sealed before a day. */
export const run: Run = async ({ configuration, flags, output }) => {
  const before = parseInstant(`${flags.get("before") ?? ""}T00:00:00.000Z`);
  if (before === null) throw new StartFault("Say before which day to drop events, such as --before 2026-01-31.");
  const target = databaseOf(configuration);
  await migrate(target).catch((cause: unknown) => {
    throw databaseFault(cause);
  });
  const db = openDatabase(target, "owner");
  try {
    const { id, name } = await chosenOrganization(db, flags.get("organization"));
    const retention = await retainAudit({ db, engine: target.engine, clock: databaseClock(target.engine) }, id, before);
    if (retention.type === "nothing") throw new StartFault(`Nothing was dropped: ${retention.why}.`);
    output.data(`${id}\t${retention.from}\t${retention.to}`);
    output.words(`The events ${retention.from} to ${retention.to} of ${name} are dropped; their checkpoint stays.`);
    return "done";
  } catch (cause) {
    throw databaseFault(cause);
  } finally {
    await db.destroy();
  }
};
