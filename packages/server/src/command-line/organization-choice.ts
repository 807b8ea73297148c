import { StartFault } from "../configuration/start-fault.ts";
import type { Database } from "../db/database.ts";
import { listOrganizations } from "./organization-list-store.ts";

/** The organization that a command is about; with several it has to be named. */
export async function chosenOrganization(
  db: Database,
  id: string | undefined,
): Promise<{ readonly id: string; readonly name: string }> {
  const all = await db.transaction().setAccessMode("read only").execute(listOrganizations);
  const chosen = id === undefined ? all : all.filter((one) => one.id === id);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  if (all.length === 0) throw new StartFault("There is no organization yet; run `countersign-server setup` instead.");
  const names = all.map((one) => `${one.id} (${one.name})`).join(", ");
  throw new StartFault(
    id === undefined
      ? `There are several organizations; name one with --organization: ${names}.`
      : `There is no organization ${id}; there are ${names}.`,
  );
}
