/** What is governed: a thing with versions. */
export type ResourceKind = (typeof resourceKinds)[number];

export const resourceKinds = ["prompt", "workflow", "dataset", "evaluation"] as const;

/** Whether a text is the name of a kind. */
export function isResourceKind(text: string): text is ResourceKind {
  return resourceKinds.some((kind) => kind === text);
}

/** The levels of the scope tree. */
export type ScopeType = (typeof scopeTypes)[number];

export const scopeTypes = ["organization", "workspace", "folder", "resource"] as const;

export type ScopeId = string;

/** A place where roles can be bound. Its scope's id is the id of the organization, workspace, folder or resource. */
export type ScopeNode = ContainerScope | ResourceScope;

interface AnyScope {
  readonly id: ScopeId;
  /** `null` for the organization alone. */
  readonly parentId: ScopeId | null;
  readonly name: string;
  /** Nobody has anything in an archived scope and below it. */
  readonly archived: boolean;
}

export interface ContainerScope extends AnyScope {
  readonly type: "organization" | "workspace" | "folder";
}

export interface ResourceScope extends AnyScope {
  readonly type: "resource";
  readonly kind: ResourceKind;
}

export type ScopeTree = ReadonlyMap<ScopeId, ScopeNode>;

/**
 * The scope and everything above it, the scope first and the organization last. `null` when the way does not lead to
 * this organization: an unknown scope, a missing parent, a cycle, another organization, or a thing where it cannot be
 * (a workspace in a folder).
 */
export function pathToRoot(scopes: ScopeTree, organizationId: ScopeId, scopeId: ScopeId): readonly ScopeNode[] | null {
  const path: ScopeNode[] = [];
  for (let id: ScopeId | null = scopeId; id !== null; ) {
    const node: ScopeNode | undefined = scopes.get(id);
    const child = path.at(-1);
    if (node === undefined || node.id !== id || path.includes(node)) return null;
    if (child !== undefined && !isParentType(node.type, child.type)) return null;
    path.push(node);
    id = node.parentId;
  }
  const root = path.at(-1);
  return root?.type === "organization" && root.id === organizationId ? path : null;
}

/** Whether a thing of one type can lie directly in a thing of the other. */
export function isParentType(outer: ScopeType, inner: ScopeType): boolean {
  return parentTypes[inner].includes(outer);
}

const parentTypes: Readonly<Record<ScopeType, readonly ScopeType[]>> = {
  organization: [],
  workspace: ["organization"],
  folder: ["workspace", "folder"],
  resource: ["workspace", "folder"],
};
