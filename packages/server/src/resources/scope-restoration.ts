import { insertOpening } from "../access/opening-store.ts";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { assertTouchesNothingProtected } from "./protected-address.ts";
import { type StoredScope, setArchived } from "./scope-store.ts";
import type { TreeWarrant } from "./tree-warrant.ts";

/**
 * Brings an archived workspace, folder or resource back, the one way in which any of them comes back: nothing that a
 * policy protects by now is served unreviewed by it, nobody gains what the actor could not grant, and it is written
 * down who let the access there count again.
 *
 * @throws a refusal `conflict` for what is not archived, `policy_unsatisfied` or `escalation` for what must not return.
 */
export async function restoreScope(command: Command, scope: StoredScope, warrant: TreeWarrant | null): Promise<void> {
  const { id, name, type } = scope;
  assertArchived(scope);
  await assertTouchesNothingProtected(command, { type: "restore", scopeId: id }, warrant);
  await command.changeAccess(async () => {
    await setArchived(command.tx, command.organizationId, id, null);
    await insertOpening(command, { type: "restored", scopeId: id });
  });
  command.record({ action: `${type}.restore`, target: { type, id }, scopeId: id, details: {}, texts: { name } });
}

/** Goes on only if there is something to restore. */
export function assertArchived(scope: StoredScope): void {
  const { name, type } = scope;
  if (scope.archivedAt === null) {
    refuse({
      code: "conflict",
      message: `The ${type === "resource" ? scope.kind : type} "${name}" is not archived.`,
      remedy: "There is nothing to restore.",
    });
  }
}
