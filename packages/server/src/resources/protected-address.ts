import {
  kindPermission,
  matchesLabel,
  type Refusal,
  type ScopeId,
  sameTarget,
  type TreeChange,
} from "@countersign/core";
import { scopeRef } from "../access/scope-names.ts";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { readFormerPolicies } from "./former-policy-store.ts";
import { type LabelEnd, type LabelEnds, labelEnds } from "./label-ends.ts";
import { isProtected } from "./label-protection.ts";
import { type LabelBelow, type PolicyReach, readLabelsBelow, readPolicyReaches } from "./label-store.ts";
import type { TreeWarrant } from "./tree-warrant.ts";

/**
 * Refuses to change the tree directly where that would change, free, take over or serve again a protected address: one
 * that a policy protects before the change or after it, or that another resource had under a policy that still stands.
 *
 * @param warrant of the approved request that carries the change out; nothing is refused to it but what a key may not.
 * @throws a refusal `policy_unsatisfied` that names the addresses which the actor may see; `forbidden` where a key for some
 * labels would change what others serve.
 */
export async function assertTouchesNothingProtected(
  command: Command,
  change: TreeChange,
  warrant: TreeWarrant | null,
): Promise<void> {
  await assertKeyReaches(command, change.scopeId);
  if (warrant !== null) return;
  const ends = (await labelEnds(command, change)).filter((one) => change.type !== "restore" || servesUnreviewed(one));
  if (ends.length === 0) return;
  const policies = await readPolicyReaches(command.tx, command.organizationId);
  const caught: LabelBelow[] = [];
  for (const { label, before, after } of ends) {
    for (const end of [before, after]) {
      if (end === null || caught.includes(label) || !(await protects(command, policies, label, end))) continue;
      caught.push(label);
    }
  }
  if (caught.length > 0) refuse(protectedRefusal(command, change, caught));
}

/**
 * Whether a label that comes back with what is restored would serve what no review put at the address that it has now.
 */
export function servesUnreviewed({ label, after }: LabelEnds): boolean {
  if (after === null) return false;
  const { releaseKind, releasedTo, name } = label;
  return !reviewedKinds.has(releaseKind) || !sameTarget(releasedTo, { ...after, label: name });
}

/**
 * Refuses what would reach labels that the actor's key is not for: what stands in the tree serves under all of its labels
 * at once.
 */
export async function assertKeyReaches(command: Command, scopeId: ScopeId): Promise<void> {
  const { actor, state } = command;
  const patterns = actor.keyId === null ? null : (state.keys.get(actor.keyId)?.labels ?? null);
  if (patterns === null) return;
  const labels = await readLabelsBelow(command.tx, command.organizationId, [scopeId]);
  if (labels.every(({ name }) => patterns.some((pattern) => matchesLabel(pattern, name)))) return;
  refuse({
    code: "forbidden",
    message: "This key is for some labels only, and what is served from here under others would change as well.",
    remedy: "Sign in, or use a key for all labels.",
  });
}

/** These follow a review of what they serve. */
const reviewedKinds: ReadonlySet<string> = new Set(["approved", "gradual", "rollback"]);

async function protects(
  command: Command,
  policies: readonly PolicyReach[],
  { resourceId, kind, name }: LabelBelow,
  end: LabelEnd,
): Promise<boolean> {
  if (isProtected(policies, { path: end.scopes, kind, label: name })) return true;
  const address = { workspaceId: end.workspaceId, path: end.path, label: name };
  return (await readFormerPolicies(command.tx, command.organizationId, address, resourceId)).size > 0;
}

function protectedRefusal(command: Command, change: TreeChange, labels: readonly LabelBelow[]): Refusal {
  const addresses = visibleAddresses(command, labels);
  const [first] = addresses;
  const subject = first === undefined ? "a label that is concerned" : first;
  return {
    code: "policy_unsatisfied",
    message:
      change.type === "restore"
        ? `An approval policy protects ${subject} by now, and nobody has approved for it what it would serve again.`
        : `An approval policy protects ${subject}, so what it serves changes its address, or stops, by a request alone.`,
    remedy:
      command.state.scopes.get(change.scopeId)?.type === "workspace" && change.type === "move"
        ? "A workspace keeps its name as long as it serves under a protected label; make another workspace and release there."
        : `Open a request for it with treeRequest.open: it is carried out once those who protect the address have approved.`,
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
