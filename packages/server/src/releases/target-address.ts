import {
  type ApprovalPolicy,
  type PolicyMode,
  pathToRoot,
  policiesFor,
  type ReleaseTarget,
  type ResourceKind,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { readFormerPolicies } from "../resources/former-policy-store.ts";

/** What an address names in the tree, now. */
export interface ResolvedTarget {
  /** The resource at the path; `null` while there is none. */
  readonly resourceId: string | null;
  /** The deepest scope of the path that exists: where permissions are asked and policies apply. */
  readonly scopeId: string;
  /** Names of the folders that are still missing, and the resource's name, below `scopeId`; empty when it exists. */
  readonly missing: readonly string[];
  /** Something on the path is archived, or is a resource where a folder should be. */
  readonly obstacle: string | null;
}

/** Follows a path from its workspace as far as it leads. */
export function resolveTarget(reading: Reading, workspaceId: string, path: string): ResolvedTarget {
  const { scopes } = reading.state;
  const names = path.split("/");
  let scope = scopes.get(workspaceId);
  for (const [index, name] of names.entries()) {
    if (scope === undefined) break;
    if (scope.archived) return at(scope.id, names.slice(index), `"${scope.name}" is archived`);
    const child = childrenOf(reading).get(`${scope.id}/${name}`);
    const next = child === undefined ? undefined : scopes.get(child);
    if (next === undefined) return at(scope.id, names.slice(index), null);
    if (next.type === "resource") {
      const rest = names.slice(index + 1);
      if (rest.length > 0) return at(scope.id, names.slice(index), `"${next.name}" is a ${next.kind} and no folder`);
      return {
        resourceId: next.id,
        scopeId: next.id,
        missing: [],
        obstacle: next.archived ? `"${next.name}" is archived` : null,
      };
    }
    scope = next;
  }
  return at(scope?.id ?? workspaceId, [], `"${path}" is a folder`);
}

/** The policies that a release to the label would need, in force now; or those that are only tried out there. */
export function policiesAt<P extends ApprovalPolicy>(
  reading: Reading,
  policies: readonly P[],
  scopeId: string,
  label: string,
  kind: ResourceKind,
  mode: PolicyMode = "enforce",
): readonly ApprovalPolicy[] {
  const path = pathToRoot(reading.state.scopes, reading.organizationId, scopeId) ?? [];
  return policiesFor(path.map(({ id }) => id).reverse(), label, kind, policies, mode);
}

/**
 * The policies that a release at an address needs, now: those that apply there, and those under which another resource
 * had the address before.
 *
 * @param at.scopeId the deepest scope of the address that exists.
 */
export async function policiesOfLabel(
  reading: Reading,
  policies: readonly ApprovalPolicy[],
  at: {
    readonly scopeId: string;
    readonly target: ReleaseTarget;
    readonly resourceId: string | null;
    readonly kind: ResourceKind;
  },
): Promise<readonly ApprovalPolicy[]> {
  const { scopes } = reading.state;
  const path = (pathToRoot(scopes, reading.organizationId, at.scopeId) ?? []).map(({ id }) => id);
  return policiesAtAddress(reading, policies, { ...at, scopes: path });
}

/** As {@link policiesOfLabel}, for a place in the tree that need not be there yet. */
export async function policiesAtAddress(
  reading: Reading,
  policies: readonly ApprovalPolicy[],
  at: {
    /** The place and every scope above it, the organization last. */
    readonly scopes: readonly string[];
    readonly target: ReleaseTarget;
    readonly resourceId: string | null;
    readonly kind: ResourceKind;
  },
): Promise<readonly ApprovalPolicy[]> {
  const here = policiesFor([...at.scopes].reverse(), at.target.label, at.kind, policies);
  const former = await readFormerPolicies(reading.tx, reading.organizationId, at.target, at.resourceId);
  return [...here, ...policies.filter((policy) => former.has(policy.id) && !here.includes(policy))];
}

/** The workspace and path of a resource. */
export function placeOf(reading: Reading, resourceId: string): { readonly workspaceId: string; readonly path: string } {
  const path = found(pathToRoot(reading.state.scopes, reading.organizationId, resourceId));
  const workspace = found(path.find(({ type }) => type === "workspace"));
  return {
    workspaceId: workspace.id,
    path: path
      .filter(({ type }) => type === "folder" || type === "resource")
      .map(({ name }) => name)
      .reverse()
      .join("/"),
  };
}

/** The folder or workspace that a resource stands in; any other scope is its own. */
export function containerOf(reading: Reading, scopeId: string): string {
  const scope = reading.state.scopes.get(scopeId);
  return scope?.type === "resource" ? (scope.parentId ?? scopeId) : scopeId;
}

function at(scopeId: string, missing: readonly string[], obstacle: string | null): ResolvedTarget {
  return { resourceId: null, scopeId, missing, obstacle };
}

const childIndexes = new WeakMap<object, ReadonlyMap<string, string>>();

/** Scope ids by `parent/name`, made once for each access state. */
function childrenOf(reading: Reading): ReadonlyMap<string, string> {
  const { state } = reading;
  const known = childIndexes.get(state);
  if (known !== undefined) return known;
  const index = new Map<string, string>();
  for (const scope of state.scopes.values()) {
    if (scope.parentId !== null) index.set(`${scope.parentId}/${scope.name}`, scope.id);
  }
  childIndexes.set(state, index);
  return index;
}
