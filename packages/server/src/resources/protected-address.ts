import { kindPermission, matchesLabel, type Refusal, type ScopeId } from "@countersign/core";
import { scopeRef } from "../access/scope-names.ts";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { isProtected, scopePath } from "./label-protection.ts";
import { type LabelBelow, readLabelsBelow, readPolicyReaches } from "./label-store.ts";

/**
 * Refuses what would change, free or take over the address of anything that a protected label serves: the rename, move
 * or archiving of the scopes, of which one or one above it bears the label. With `newParentId` a label that a policy
 * protects at the destination counts too: it would come under a policy without a release.
 *
 * @throws a refusal `policy_unsatisfied` that names the addresses which the actor may see; `forbidden` where a key for some
 * labels would change what others serve.
 */
export async function assertNothingProtectedMoves(
  command: Command,
  scopeIds: readonly ScopeId[],
  after?: { readonly newParentId: ScopeId },
): Promise<void> {
  const labels = await readLabelsBelow(command.tx, command.organizationId, scopeIds);
  if (labels.length === 0) return;
  assertKeyReaches(command, labels);
  const policies = await readPolicyReaches(command.tx, command.organizationId);
  const caught = labels.filter((label) => {
    const before = pathOf(command, label.resourceId);
    const places = after === undefined ? [before] : [before, pathAfter(command, before, scopeIds, after.newParentId)];
    return places.some((path) => isProtected(policies, { path, kind: label.kind, label: label.name }));
  });
  if (caught.length > 0) refuse(protectedRefusal(command, caught));
}

/**
 * Refuses to restore what a policy has come to protect meanwhile: it would serve again, under a protected address, what
 * nobody approved for it.
 *
 * @throws a refusal `policy_unsatisfied`.
 */
export async function assertRestoresNothingUnreviewed(command: Command, scopeId: ScopeId): Promise<void> {
  const labels = await readLabelsBelow(command.tx, command.organizationId, [scopeId]);
  assertKeyReaches(command, labels);
  const unreviewed = labels.filter(
    ({ releaseKind }) => releaseKind === "unprotected" || releaseKind === "adopted" || releaseKind === "break-glass",
  );
  if (unreviewed.length === 0) return;
  const policies = await readPolicyReaches(command.tx, command.organizationId);
  const caught = unreviewed.filter((label) =>
    isProtected(policies, { path: pathOf(command, label.resourceId), kind: label.kind, label: label.name }),
  );
  if (caught.length === 0) return;
  refuse({
    code: "policy_unsatisfied",
    message: "It would serve, under labels that an approval policy protects by now, what nobody has approved.",
    remedy: "Save its content in a new resource and open a release request for that.",
    details: { addresses: visibleAddresses(command, caught) },
  });
}

/** What stands in the tree serves under all of its labels at once: a key for some of them alone does not touch the others. */
function assertKeyReaches({ actor, state }: Command, labels: readonly LabelBelow[]): void {
  const patterns = actor.keyId === null ? null : (state.keys.get(actor.keyId)?.labels ?? null);
  if (patterns === null || labels.every(({ name }) => patterns.some((pattern) => matchesLabel(pattern, name)))) return;
  refuse({
    code: "forbidden",
    message: "This key is for some labels only, and what is served from here under others would change as well.",
    remedy: "Sign in, or use a key for all labels.",
  });
}

function protectedRefusal(command: Command, labels: readonly LabelBelow[]): Refusal {
  const addresses = visibleAddresses(command, labels);
  const [first] = addresses;
  return {
    code: "policy_unsatisfied",
    message:
      first === undefined
        ? "An approval policy protects a label that is served from here, so no address may change."
        : `An approval policy protects ${first}, which is served from here, so its address may not change.`,
    remedy: "Release the content at its new address by a request, and leave this one in its place.",
    details: { addresses },
  };
}

/** The addresses that the actor may know of. */
function visibleAddresses(command: Command, labels: readonly LabelBelow[]): readonly string[] {
  return labels
    .filter(({ resourceId, kind, name }) =>
      (["use", "view"] as const).some((action) => command.may(kindPermission(kind, action), resourceId, name)),
    )
    .map(({ resourceId, name }) => `${scopeRef(command.state, resourceId).path}@${name}`)
    .sort();
}

function pathOf(command: Command, resourceId: ScopeId): readonly ScopeId[] {
  return scopePath(command.state.scopes, command.organizationId, resourceId);
}

/** The path as it would be with the moved scope below another parent. */
function pathAfter(
  command: Command,
  before: readonly ScopeId[],
  moved: readonly ScopeId[],
  newParentId: ScopeId,
): readonly ScopeId[] {
  const top = before.findIndex((id) => moved.includes(id));
  return [...before.slice(0, top + 1), ...pathOf(command, newParentId)];
}
