import { kindPermission, type LabelPosition, NEVER_RELEASED, parseLabel } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import { type ProposedSource, viewedSource } from "./proposed-version.ts";
import { readPosition } from "./release-store.ts";
import { type ResolvedTarget, resolveTarget } from "./target-address.ts";

/** A version, and the address that would serve it. */
export interface ProposedAddress {
  readonly source: ProposedSource;
  readonly label: string;
  readonly path: string;
  readonly target: ResolvedTarget;
  /** Where the label stands now. */
  readonly base: LabelPosition;
}

/** Reads what a request would be about, and refuses an address that cannot be served or is another kind's. */
export async function proposedAddress(
  reading: Reading,
  input: {
    readonly sourceVersionId: string;
    readonly targetWorkspaceId: string;
    readonly targetPath?: string | undefined;
    readonly label: string;
  },
): Promise<ProposedAddress> {
  const source = await viewedSource(reading, input.sourceVersionId);
  const label = parseLabel(input.label);
  if (!label.ok) refuse(label.error);
  const path = input.targetPath ?? source.path;
  const target = resolveTarget(reading, input.targetWorkspaceId, path);
  const { kind } = source.version;
  reading.require(kindPermission(kind, "request"), target.scopeId, label.value);
  if (target.obstacle !== null) {
    refuse({
      code: "conflict",
      message: `The address "${path}" cannot be served: ${target.obstacle}.`,
      remedy: "Choose another path in the target workspace, or restore what is archived.",
    });
  }
  const existing = target.resourceId === null ? undefined : reading.state.scopes.get(target.resourceId);
  if (existing?.type === "resource" && existing.kind !== kind) {
    refuse({
      code: "conflict",
      message: `The address "${path}" is that of a ${existing.kind}, and the version is of a ${kind}.`,
      remedy: "Choose another path in the target workspace.",
    });
  }
  const base =
    target.resourceId === null
      ? NEVER_RELEASED
      : await readPosition(reading.tx, reading.organizationId, target.resourceId, label.value);
  return { source, label: label.value, path, target, base };
}
