import { permissions as catalogue, type Permission, type RoleRecord } from "@countersign/core";

/** What of a role is being edited. */
export interface RoleDraft {
  readonly permissions: readonly Permission[];
  readonly includes: readonly string[];
}

/** Drafts by role id; a role without one is as the server has it. */
export type RoleDrafts = ReadonlyMap<string, RoleDraft>;

type KnownRole = Pick<RoleRecord, "id" | "builtIn" | "permissions" | "includes">;

/** A role as it would be with its draft. */
export function drafted(role: KnownRole, drafts: RoleDrafts): RoleDraft {
  return drafts.get(role.id) ?? { permissions: role.permissions, includes: role.includes };
}

/**
 * What a role gives by the roles that it includes, over any number of steps, each with the ids of the directly included
 * roles that it comes through.
 */
export function includedPermissions(
  roleId: string,
  roles: readonly KnownRole[],
  drafts: RoleDrafts,
): ReadonlyMap<Permission, readonly string[]> {
  const byId = new Map(roles.map((role) => [role.id, role]));
  const through = new Map<Permission, string[]>();
  const self = byId.get(roleId);
  const includes = self === undefined ? (drafts.get(roleId)?.includes ?? []) : drafted(self, drafts).includes;
  for (const included of includes) {
    for (const permission of allOf(included, byId, drafts, new Set([roleId]))) {
      through.set(permission, [...(through.get(permission) ?? []), included]);
    }
  }
  return through;
}

/** The drafts with one permission of one role turned over. A draft that says what the server has is no draft. */
export function togglePermission(drafts: RoleDrafts, role: KnownRole, permission: Permission): RoleDrafts {
  const now = drafted(role, drafts);
  const permissions = now.permissions.includes(permission)
    ? now.permissions.filter((held) => held !== permission)
    : catalogue.filter((known) => known === permission || now.permissions.includes(known));
  return withDraft(drafts, role, { ...now, permissions });
}

/** The drafts with one role's draft put in; one that says what the server has is taken out. */
export function withDraft(drafts: RoleDrafts, role: KnownRole, draft: RoleDraft): RoleDrafts {
  const next = new Map(drafts);
  if (sameSet(draft.permissions, role.permissions) && sameSet(draft.includes, role.includes)) next.delete(role.id);
  else next.set(role.id, { permissions: draft.permissions, includes: draft.includes });
  return next;
}

/** What a draft adds to and takes from what the role names itself. */
export function draftChange(
  role: KnownRole,
  draft: RoleDraft,
): {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
  readonly includesChanged: boolean;
} {
  return {
    added: draft.permissions.filter((permission) => !role.permissions.includes(permission)),
    removed: role.permissions.filter((permission) => !draft.permissions.includes(permission)),
    includesChanged: !sameSet(draft.includes, role.includes),
  };
}

/** What is not saved, in a sentence; `null` when nothing is. */
export function unsavedWords(
  roles: readonly (KnownRole & { readonly name: string })[],
  drafts: RoleDrafts,
): string | null {
  const changed = roles.filter(({ id }) => drafts.has(id));
  if (changed.length === 0) return null;
  let added = 0;
  let removed = 0;
  for (const role of changed) {
    const change = draftChange(role, drafted(role, drafts));
    added += change.added.length;
    removed += change.removed.length;
  }
  const names = changed.length > 2 ? `${changed.length} roles` : changed.map(({ name }) => name).join(" and ");
  const parts = [added > 0 ? `${added} added` : "", removed > 0 ? `${removed} taken away` : ""].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? `${names}: included roles changed.` : `${names}: ${parts.join(", ")}.`;
}

function allOf(
  roleId: string,
  byId: ReadonlyMap<string, KnownRole>,
  drafts: RoleDrafts,
  seen: Set<string>,
): ReadonlySet<Permission> {
  const role = byId.get(roleId);
  if (role === undefined || seen.has(roleId)) return new Set();
  seen.add(roleId);
  const { permissions, includes } = drafted(role, drafts);
  return new Set([...permissions, ...includes.flatMap((included) => [...allOf(included, byId, drafts, seen)])]);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member) => b.includes(member));
}
