import { type KindAction, kindPermission, type Permission } from "./permission-catalogue.ts";
import { meaningfulAt, PermissionSet } from "./permission-set.ts";
import type { Role, RoleId } from "./role.ts";
import { resourceKinds } from "./scope.ts";

/** The role that everything can be recovered with. */
export const OWNER_ROLE = "organization.owner";

/** A role of the code. It cannot be edited and says apart what its holder may hand on. */
export interface BuiltInRole extends Role {
  readonly mayGrant: PermissionSet;
}

const { all, empty } = PermissionSet;

const organizationAdmin = all.minus(PermissionSet.of("organization:delete", "identity:manage", "release:break-glass"));
const workspaceAdmin = meaningfulAt("workspace").minus(PermissionSet.of("release:break-glass"));

/** The built-in roles by id, in the order in which they are shown. */
export const builtInRoles: ReadonlyMap<RoleId, BuiltInRole> = new Map(
  [
    role(OWNER_ROLE, "Owner", "Everything, and hands on everything", all, all),
    role(
      "organization.admin",
      "Organization admin",
      "Everything but deleting the organization, changing how people sign in and publishing in an emergency",
      organizationAdmin,
      organizationAdmin,
    ),
    role(
      "organization.auditor",
      "Auditor",
      "Sees members, access, the audit log and all content; changes nothing",
      onAllKinds(["view"], ["member:view", "access:view", "audit:view", "audit:export"]),
    ),
    role(
      "organization.member",
      "Member",
      "Belongs to the organization and sees its members",
      onAllKinds([], ["member:view"]),
    ),
    role(
      "workspace.admin",
      "Workspace admin",
      "Everything in a workspace but publishing in an emergency",
      workspaceAdmin,
      workspaceAdmin,
    ),
    role(
      "workspace.editor",
      "Editor",
      "Writes: creates, edits, deletes and asks for releases",
      onAllKinds(["view", "use", "comment", "create", "edit", "delete", "request"], ["workspace:view"]),
    ),
    role(
      "workspace.requester",
      "Requester",
      "Asks for releases into this workspace and fetches what it serves",
      onAllKinds(["use", "request"], ["workspace:view"]),
    ),
    role(
      "workspace.reviewer",
      "Reviewer",
      "Reads, comments and approves",
      onAllKinds(["view", "use", "comment", "review"], ["workspace:view"]),
    ),
    role(
      "workspace.publisher",
      "Publisher",
      "Publishes what is approved, moves labels and rolls back",
      onAllKinds(["view", "use", "publish"], ["workspace:view"]),
    ),
    role(
      "workspace.developer",
      "Developer",
      "Reads, and runs the service accounts and keys of applications",
      onAllKinds(["view", "use"], ["workspace:view", "key:manage", "service-account:manage"]),
      onAllKinds(["use"], []),
    ),
    role(
      "workspace.viewer",
      "Viewer",
      "Reads, drafts and history included",
      onAllKinds(["view", "use"], ["workspace:view"]),
    ),
    role(
      "workspace.consumer",
      "Consumer",
      "Fetches what labels serve, as an application does",
      onAllKinds(["use"], []),
    ),
  ].map((builtIn) => [builtIn.id, builtIn]),
);

function role(
  id: RoleId,
  name: string,
  description: string,
  permissions: PermissionSet,
  mayGrant: PermissionSet = empty,
): BuiltInRole {
  return { id, name, description, builtIn: true, permissions, mayGrant, includes: [] };
}

function onAllKinds(actions: readonly KindAction[], others: readonly Permission[]): PermissionSet {
  const ofKinds = resourceKinds.flatMap((kind) => actions.map((action) => kindPermission(kind, action)));
  return PermissionSet.of(...ofKinds, ...others);
}
