import { insertOpening } from "../access/opening-store.ts";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { assertRestoresNothingUnreviewed } from "./protected-address.ts";
import { type StoredScope, setArchived } from "./scope-store.ts";

/**
 * Brings an archived workspace, folder or resource back, the one way in which any of them comes back: nothing that a
 * policy protects by now is served unreviewed by it, nobody gains what the actor could not grant, and it is written
 * down who let the access there count again.
 *
 * @throws a refusal `conflict` for what is not archived, `policy_unsatisfied` or `escalation` for what must not return.
 */
export async function restoreScope(command: Command, scope: StoredScope): Promise<void> {
  const { id, name, type } = scope;
  if (scope.archivedAt === null) {
    refuse({
      code: "conflict",
      message: `The ${type === "resource" ? scope.kind : type} "${name}" is not archived.`,
      remedy: "There is nothing to restore.",
    });
  }
  await assertRestoresNothingUnreviewed(command, id);
  await command.changeAccess(async () => {
    await setArchived(command.tx, command.organizationId, id, null);
    await insertOpening(command, { type: "restored", scopeId: id });
  });
  command.record({ action: `${type}.restore`, target: { type, id }, scopeId: id, details: {}, texts: { name } });
}
