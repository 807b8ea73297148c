import { type ResourceKind, resourceKinds, type ScopeType } from "./scope.ts";

/** How much harm a permission does in the wrong hands. */
export type Risk = "low" | "high" | "critical";

/** What a permission is about. */
export type PermissionCategory = "kind" | "workspace" | "organization";

/** One row of the catalogue. */
export interface PermissionEntry {
  /** Its place in stored masks, 0 to 127; stable for ever, never used again. */
  readonly bit: number;
  readonly category: PermissionCategory;
  readonly risk: Risk;
  /** What it allows, as the end of the sentence "whoever holds it may …". */
  readonly description: string;
  /** The types of scope at which it can be bound and asked for. */
  readonly scopes: readonly ScopeType[];
  /** What must be effective at the same scope, or this is not effective either. */
  readonly requires: readonly Permission[];
}

const anywhere = ["organization", "workspace", "folder", "resource"] as const;
const downToFolders = ["organization", "workspace", "folder"] as const;
const downToWorkspaces = ["organization", "workspace"] as const;
const organizationOnly = ["organization"] as const;

/** Where the type of the union, the list, the parser, the role matrix and the documentation come from. */
const table = {
  "prompt:use": onKind(0, "low", "fetch the prompt version that a label serves"),
  "prompt:view": onKind(1, "low", "see a prompt's drafts, history and diffs"),
  "prompt:comment": onKind(2, "low", "comment on a prompt and its requests", "prompt:view"),
  "prompt:create": onKind(3, "low", "create prompts"),
  "prompt:edit": onKind(4, "low", "save new versions of a prompt and change its metadata", "prompt:view"),
  "prompt:delete": onKind(5, "high", "delete prompts", "prompt:view"),
  "prompt:request": onKind(6, "low", "open a release request for a prompt here, push into it, rebase and cancel it"),
  "prompt:review": onKind(7, "high", "give approvals of a prompt's release that count", "prompt:view"),
  "prompt:publish": onKind(8, "critical", "publish approved prompts, create and move labels, roll back", "prompt:view"),

  "workflow:use": onKind(9, "low", "fetch the workflow version that a label serves"),
  "workflow:view": onKind(10, "low", "see a workflow's drafts, history and diffs"),
  "workflow:comment": onKind(11, "low", "comment on a workflow and its requests", "workflow:view"),
  "workflow:create": onKind(12, "low", "create workflows"),
  "workflow:edit": onKind(13, "low", "save new versions of a workflow and change its metadata", "workflow:view"),
  "workflow:delete": onKind(14, "high", "delete workflows", "workflow:view"),
  "workflow:request": onKind(
    15,
    "low",
    "open a release request for a workflow here, push into it, rebase and cancel it",
  ),
  "workflow:review": onKind(16, "high", "give approvals of a workflow's release that count", "workflow:view"),
  "workflow:publish": onKind(17, "critical", "publish approved workflows, move labels, roll back", "workflow:view"),

  "dataset:use": onKind(18, "low", "fetch the dataset version that a label serves"),
  "dataset:view": onKind(19, "low", "see a dataset's drafts, history and diffs"),
  "dataset:comment": onKind(20, "low", "comment on a dataset and its requests", "dataset:view"),
  "dataset:create": onKind(21, "low", "create datasets"),
  "dataset:edit": onKind(22, "low", "save new versions of a dataset and change its metadata", "dataset:view"),
  "dataset:delete": onKind(23, "high", "delete datasets", "dataset:view"),
  "dataset:request": onKind(24, "low", "open a release request for a dataset here, push into it, rebase and cancel it"),
  "dataset:review": onKind(25, "high", "give approvals of a dataset's release that count", "dataset:view"),
  "dataset:publish": onKind(26, "critical", "publish approved datasets, move labels, roll back", "dataset:view"),

  "evaluation:use": onKind(27, "low", "fetch the evaluation version that a label serves"),
  "evaluation:view": onKind(28, "low", "see an evaluation's drafts, history and diffs"),
  "evaluation:comment": onKind(29, "low", "comment on an evaluation and its requests", "evaluation:view"),
  "evaluation:create": onKind(30, "low", "create evaluations"),
  "evaluation:edit": onKind(31, "low", "save new versions of an evaluation and change its metadata", "evaluation:view"),
  "evaluation:delete": onKind(32, "high", "delete evaluations", "evaluation:view"),
  "evaluation:request": onKind(
    33,
    "low",
    "open a release request for an evaluation here, push into it, rebase, cancel it",
  ),
  "evaluation:review": onKind(34, "high", "give approvals of an evaluation's release that count", "evaluation:view"),
  "evaluation:publish": onKind(
    35,
    "critical",
    "publish approved evaluations, move labels, roll back",
    "evaluation:view",
  ),

  "workspace:view": onWorkspace(36, "low", downToWorkspaces, "see a workspace and its folders"),
  "workspace:update": onWorkspace(37, "high", downToWorkspaces, "rename a workspace and change its settings"),
  "workspace:delete": onWorkspace(38, "critical", downToWorkspaces, "archive, restore and delete a workspace"),
  "folder:manage": onWorkspace(39, "high", downToFolders, "create, rename, move, archive and delete folders"),
  "policy:manage": onWorkspace(
    40,
    "critical",
    downToFolders,
    "make approval policies stricter and propose other changes",
  ),
  "binding:manage": onWorkspace(
    41,
    "critical",
    downToFolders,
    "bind roles, as far as he may grant them, and unbind them",
  ),
  "restriction:manage": onWorkspace(42, "critical", downToFolders, "restrict permissions for everybody, and lift that"),
  "service-account:manage": onWorkspace(43, "high", downToWorkspaces, "create, suspend and delete service accounts"),
  "key:manage": onWorkspace(44, "critical", downToWorkspaces, "make and revoke API keys of service accounts"),
  "webhook:manage": onWorkspace(45, "high", downToWorkspaces, "create, change and delete webhooks"),

  "organization:update": onOrganization(
    46,
    "high",
    organizationOnly,
    "rename the organization and change its settings",
  ),
  "organization:delete": onOrganization(47, "critical", organizationOnly, "delete the organization"),
  "workspace:create": onOrganization(48, "high", organizationOnly, "create workspaces"),
  "member:view": onOrganization(49, "low", organizationOnly, "see the members and groups of the organization"),
  "member:invite": onOrganization(50, "high", organizationOnly, "invite people, as far as he may grant their access"),
  "member:manage": onOrganization(51, "critical", organizationOnly, "suspend, reactivate and remove members"),
  "group:manage": onOrganization(52, "critical", organizationOnly, "create, change and delete groups"),
  "role:manage": onOrganization(53, "critical", organizationOnly, "create, change and delete custom roles"),
  // A team asks about the access to its own workspace or folder without being told about the others.
  "access:view": onOrganization(54, "low", downToFolders, "ask about the access of others"),
  "audit:view": onOrganization(55, "low", organizationOnly, "read the audit log"),
  "audit:export": onOrganization(56, "high", organizationOnly, "export the audit log"),
  "access-review:manage": onOrganization(57, "high", organizationOnly, "run access reviews"),
  "access-request:decide": onOrganization(58, "critical", organizationOnly, "decide requests for access"),
  // Whoever is on call for one workspace needs the emergency way there and nowhere else.
  "release:break-glass": onOrganization(59, "critical", downToFolders, "publish in an emergency without the approvals"),
  "identity:manage": onOrganization(60, "critical", organizationOnly, "change how people sign in"),
} as const;

/** Anything that can be allowed: `resource:action`. */
export type Permission = keyof typeof table;

/** What can be done with a resource, whatever its kind. */
export type KindAction = (typeof kindActions)[number];

export const kindActions = [
  "use",
  "view",
  "comment",
  "create",
  "edit",
  "delete",
  "request",
  "review",
  "publish",
] as const;

/** All permissions there are, each with its bit, meaning, risk, scopes and requirements. */
export const permissionCatalogue: Readonly<Record<Permission, PermissionEntry>> = table;

/** All permissions in the order of their bits. */
// Object.keys answers string[]; these are the keys of a literal that nobody can add to.
export const permissions: readonly Permission[] = Object.freeze(Object.keys(table) as Permission[]);

/** Reads a permission; `null` for anything that is not in the catalogue. */
export function parsePermission(text: unknown): Permission | null {
  return typeof text === "string" && isPermission(text) ? text : null;
}

/** The permission to do something with resources of a kind. */
export function kindPermission<K extends ResourceKind, A extends KindAction>(kind: K, action: A): `${K}:${A}` {
  return `${kind}:${action}`;
}

/** The kind of resource that a permission is about; `null` for those about workspaces and organizations. */
export function kindOf(permission: Permission): ResourceKind | null {
  return resourceKinds.find((kind) => permission.startsWith(`${kind}:`)) ?? null;
}

function isPermission(text: string): text is Permission {
  return Object.hasOwn(table, text);
}

interface Row<Required extends string> {
  readonly bit: number;
  readonly category: PermissionCategory;
  readonly risk: Risk;
  readonly description: string;
  readonly scopes: readonly ScopeType[];
  readonly requires: readonly Required[];
}

function onKind<const R extends string = never>(
  bit: number,
  risk: Risk,
  description: string,
  ...requires: R[]
): Row<R> {
  return { bit, category: "kind", risk, description, scopes: anywhere, requires };
}

function onWorkspace(bit: number, risk: Risk, scopes: readonly ScopeType[], description: string): Row<never> {
  return { bit, category: "workspace", risk, description, scopes, requires: [] };
}

function onOrganization(bit: number, risk: Risk, scopes: readonly ScopeType[], description: string): Row<never> {
  return { bit, category: "organization", risk, description, scopes, requires: [] };
}
