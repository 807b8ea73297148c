import {
  describeChange,
  type ManifestApi,
  type ManifestInput,
  type ManifestProblem,
  type NewThing,
  ownerMark,
  type PlannedChange,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { type IdPrefix, newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { assertTouchesNothingProtected } from "../resources/protected-address.ts";
import { recordChange } from "./applied-events.ts";
import { applyPolicies, isPolicyChange } from "./applied-policies.ts";
import { assertMayApply } from "./applied-rights.ts";
import { writeChanges } from "./applied-writes.ts";
import { preparePlan } from "./manifest-planning.ts";

/**
 * Does exactly what was planned, all or nothing. The plan is worked out again under the lock: another revision, or another
 * plan, is refused. Where nothing is left to do nothing is done, so that twice is once.
 */
export async function applyAccess(
  command: Command,
  input: ManifestInput & { readonly revision: number; readonly digest: string },
): Promise<Omit<Awaited<ReturnType<ManifestApi["applyPlan"]>>, "revision">> {
  const plan = await preparePlan(command, input, (thing) => newId(prefixes[thing]));
  if ("problems" in plan) return refuseProblems(plan.problems);
  if (plan.changes.length === 0) return { changes: [], proposals: [] };
  if (input.revision !== command.organization.revision || input.digest !== plan.digest) {
    refuse({
      code: "stale",
      message:
        input.revision === command.organization.revision
          ? "The plan that was shown is not the one that this manifest leads to."
          : `The plan was made against revision ${input.revision}, and the organization is at ${command.organization.revision} by now.`,
      remedy: "Plan again, look at it, and apply that.",
      details: { revision: command.organization.revision },
    });
  }
  assertMayApply(command, plan);
  for (const change of plan.changes) {
    if (change.do !== "archive-workspace") continue;
    await assertTouchesNothingProtected(command, { type: "archive", scopeId: change.id }, null);
  }

  const owner = ownerMark(input.manifest.manifest);
  const before = command.state;
  const accessChanges = plan.changes.filter((change) => !isPolicyChange(change));
  const written = { owner, plan, bindingIds: bindingIdsFor(accessChanges) };
  if (accessChanges.some((change) => change.do !== "take-over")) {
    await command.changeAccess(() => writeChanges(command, accessChanges, written));
  } else {
    await writeChanges(command, accessChanges, written);
  }
  for (const change of accessChanges) recordChange(command, change, { ...written, before });
  const proposals = await applyPolicies(command, plan.changes.filter(isPolicyChange), { owner, ids: plan.ids });
  command.record({
    action: "manifest.apply",
    target: { type: "organization", id: command.organizationId },
    scopeId: command.organizationId,
    after: plan.digest,
    details: { changes: plan.changes.length, proposals: proposals.length },
    texts: { name: input.manifest.manifest },
  });
  return { changes: plan.changes.map(describeChange), proposals };
}

const prefixes: Readonly<Record<NewThing, IdPrefix>> = {
  workspace: "scp",
  role: "rol",
  group: "grp",
  "service-account": "prn",
};

/** The id of each binding that is given. */
function bindingIdsFor(changes: readonly PlannedChange[]): ReadonlyMap<PlannedChange, string> {
  return new Map(changes.flatMap((change) => (change.do === "bind" ? [[change, newId("bnd")] as const] : [])));
}

function refuseProblems(problems: readonly ManifestProblem[]): never {
  const [first] = problems;
  return refuse({
    code: "invalid",
    message: first?.message ?? "The manifest cannot be applied.",
    remedy: first?.remedy ?? "Plan it to see why.",
    details: { problems: problems.map(({ path, message }) => ({ path: path.join("."), message })) },
  });
}
