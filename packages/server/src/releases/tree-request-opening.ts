import {
  kindPermission,
  openRequest,
  type ReleaseTarget,
  type TouchedLabel,
  type TreeChange,
  type TreePreview,
  type TreeRequestRecord,
  treeChangeDigest,
  treePosition,
} from "@countersign/core";
import { seesScope } from "../access/visibility.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { keepContributors } from "./contributor-finder.ts";
import { readPolicies } from "./policy-store.ts";
import { readSharedFacts } from "./request-facts.ts";
import { requestLifetime } from "./request-lifetime.ts";
import { insertRequestPolicies, takeRequestNumber } from "./request-store.ts";
import { placeOf } from "./target-address.ts";
import { type TouchedNow, touchedLabels } from "./touched-labels.ts";
import { assertMayChange } from "./tree-change-check.ts";
import { treeStandingOf } from "./tree-request-facts.ts";
import { answerTreeRequest } from "./tree-request-reading.ts";
import { recordTreeRequest } from "./tree-request-recording.ts";
import { describeChange, previewRecord } from "./tree-request-records.ts";
import { insertSet, insertTreeRequest } from "./tree-request-store.ts";

/** A change as one asks for it: what is left out stays as it is. */
export type AskedChange =
  | {
      readonly type: "move";
      readonly scopeId: string;
      readonly parentId?: string | undefined;
      readonly name?: string | undefined;
    }
  | Exclude<TreeChange, { readonly type: "move" }>;

/**
 * Proposes a change of the tree that protected addresses stand against. Whoever could make it but for them, and may open
 * requests at each of them, may propose it. What it touches is frozen into the request.
 */
export async function openTreeRequest(
  command: Command,
  input: {
    readonly change: AskedChange;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
  },
): Promise<TreeRequestRecord> {
  const { tx, organizationId, now } = command;
  const change = wholeChange(command, input.change);
  await assertMayChange(command, change);
  const found = await touchedLabels(command, change, await readPolicies(tx, organizationId));
  const [first] = found;
  if (first === undefined) refuse(touchesNothing);
  requireAtEnds(command, found, "request");
  const touched = found.map((one) => one.touched);
  const digest = treeChangeDigest(change, touched);
  const request = openRequest({
    id: newId("trq"),
    target: targetOf(command, change),
    base: treePosition(digest),
    digest,
    closureDigest: null,
    at: now,
    expiresAt: new Date(Date.parse(now) + requestLifetime).toISOString(),
  });
  await insertTreeRequest(tx, organizationId, {
    request,
    number: await takeRequestNumber(tx, organizationId),
    title: input.title?.trim() || describeChange(command, change),
    description: input.description ?? "",
    requesterId: command.actor.principalId,
    change,
    kind: first.touched.kind,
  });
  const { principalId } = command.actor;
  await insertSet(tx, organizationId, request.id, {
    number: 1,
    digest,
    touched,
    reason: "open",
    setBy: principalId,
    setAt: now,
  });
  await insertRequestPolicies(tx, organizationId, request.id, policyVersionsOf(touched));
  const standing = await treeStandingOf(command, request.id);
  await keepContributors(command, request.id, standing.contribution);
  recordTreeRequest(command, standing.stored, "request.open", { after: digest });
  return answerTreeRequest(command, request.id);
}

/** What a change would touch, as far as the actor may know, and who would have to approve it; nothing is written. */
export async function previewTreeChange(
  reading: Reading,
  input: { readonly change: AskedChange },
): Promise<TreePreview> {
  const change = wholeChange(reading, input.change);
  if (change.type === "move" && !seesScope(reading, change.parentId)) refuse(notFound);
  const shared = await readSharedFacts(reading);
  return previewRecord(reading, change, await touchedLabels(reading, change, shared.policies), shared);
}

/** Goes on only if the actor holds the permission at every protected end, for its label. */
export function requireAtEnds(command: Command, found: readonly TouchedNow[], action: "request" | "publish"): void {
  for (const { touched, before, after } of found) {
    const label = (touched.before ?? touched.after)?.target.label;
    for (const end of [before, after]) {
      if (end !== null) command.require(kindPermission(touched.kind, action), end.scopeId, label);
    }
  }
}

/** Every policy version of every end, once. */
export function policyVersionsOf(touched: readonly TouchedLabel[]) {
  const refs = touched.flatMap(({ before, after }) => [...(before?.policies ?? []), ...(after?.policies ?? [])]);
  return [...new Map(refs.map((ref) => [`${ref.policyId} ${ref.number}`, ref])).values()];
}

function wholeChange({ state }: Reading, asked: AskedChange): TreeChange {
  if (asked.type !== "move") return asked;
  const scope = state.scopes.get(asked.scopeId);
  if (scope === undefined || scope.parentId === null) refuse(notFound);
  return {
    type: "move",
    scopeId: scope.id,
    parentId: asked.parentId ?? scope.parentId,
    name: asked.name ?? scope.name,
  };
}

/** The scope that changes takes the place of an address; no label has an empty name. */
function targetOf(command: Command, change: TreeChange): ReleaseTarget {
  const scope = command.state.scopes.get(change.scopeId);
  if (scope?.type === "workspace") return { workspaceId: scope.id, path: "", label: "" };
  return { ...placeOf(command, change.scopeId), label: "" };
}

const touchesNothing = {
  code: "conflict",
  message: "The change touches no protected address.",
  remedy: "Make it directly: it needs no request.",
} as const;
