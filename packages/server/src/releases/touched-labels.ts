import {
  type ApprovalPolicy,
  labelOf,
  type TouchedAddress,
  type TouchedLabel,
  type TreeChange,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import { type LabelEnd, type LabelEnds, labelEnds } from "../resources/label-ends.ts";
import { servesUnreviewed } from "../resources/protected-address.ts";
import { policiesAtAddress } from "./target-address.ts";

/** How many labels one change of the tree may touch; each is released and reviewed with it. */
const maximumTouched = 200;

/** A touched label with its ends as they stand in the tree now. */
export interface TouchedNow {
  readonly touched: TouchedLabel;
  readonly before: TouchedEnd | null;
  readonly after: TouchedEnd | null;
}

/** One end with the policies that protect it now; none where it is the other end that is protected. */
export interface TouchedEnd {
  readonly scopeId: string;
  readonly policies: readonly ApprovalPolicy[];
}

/**
 * The labels whose protected addresses a change of the tree would touch: those that a policy protects before or after it,
 * or that would take an address from another resource that had it under a policy. Ordered by resource and label.
 *
 * @param policies all that stand.
 */
export async function touchedLabels(
  reading: Reading,
  change: TreeChange,
  policies: readonly ApprovalPolicy[],
): Promise<readonly TouchedNow[]> {
  const all = await labelEnds(reading, change);
  const found: TouchedNow[] = [];
  for (const ends of all) {
    if (change.type === "restore" && !servesUnreviewed(ends)) continue;
    const before = await endNow(reading, ends, ends.before, policies);
    const after = await endNow(reading, ends, ends.after, policies);
    if (![before, after].some((end) => end !== null && end.policies.length > 0)) continue;
    const { resourceId, name, releaseId, sequence, serves } = ends.label;
    const touched: TouchedLabel = {
      resourceId,
      kind: ends.kind,
      position: { releaseId, sequence },
      serves,
      before: addressOf(ends.before, name, before),
      after: addressOf(ends.after, name, after),
    };
    found.push({ touched, before, after });
  }
  if (found.length > maximumTouched) {
    refuse({
      code: "invalid",
      message: `The change would touch ${found.length} protected labels; at most ${maximumTouched} are reviewed together.`,
      remedy: "Make the change in parts, a folder at a time.",
    });
  }
  const key = ({ touched }: TouchedNow) => `${touched.resourceId} ${labelOf(touched)}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function endNow(
  reading: Reading,
  { label, kind }: LabelEnds,
  end: LabelEnd | null,
  policies: readonly ApprovalPolicy[],
): Promise<TouchedEnd | null> {
  if (end === null) return null;
  const target = { workspaceId: end.workspaceId, path: end.path, label: label.name };
  const found = await policiesAtAddress(reading, policies, {
    scopes: end.scopes,
    kind,
    target,
    resourceId: label.resourceId,
  });
  return { scopeId: end.scopeId, policies: found };
}

function addressOf(end: LabelEnd | null, label: string, now: TouchedEnd | null): TouchedAddress | null {
  if (end === null || now === null) return null;
  return {
    target: { workspaceId: end.workspaceId, path: end.path, label },
    policies: now.policies.map(({ current }) => ({ policyId: current.policyId, number: current.number })),
  };
}
