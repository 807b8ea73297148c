import {
  type AccessState,
  builtInRoles,
  type Permission,
  permissionCatalogue,
  type Question,
  type Role,
} from "../../src/index.ts";

/**
 * The rules of deciding written down a second time, as one yes or no over single permissions, without sets, paths or
 * reasons: to be compared with `authorize`.
 */
export function naivelyAllowed(state: AccessState, question: Question): boolean {
  const { principalId, keyId, permission, scopeId, at, label } = question;
  const principal = state.principals.get(principalId);
  if (principal?.active !== true || !isLive(state, scopeId) || !isAbout(state, permission, scopeId)) return false;
  const given = [...state.bindings.values()].some((binding) => {
    const place = state.scopes.get(binding.scopeId);
    return (
      place !== undefined &&
      isWithin(state, scopeId, binding.scopeId) &&
      (binding.notBefore === null || binding.notBefore <= at) &&
      (binding.expiresAt === null || at < binding.expiresAt) &&
      (binding.holder.type === "group"
        ? isIn(state, principalId, binding.holder.id, [])
        : binding.holder.id === principalId) &&
      permissionCatalogue[permission].scopes.includes(place.type) &&
      gives(state, binding.roleId, permission) &&
      (!isRestricted(state, permission, scopeId) ||
        (binding.roleId === "organization.owner" &&
          binding.scopeId === state.organizationId &&
          (permissionCatalogue[permission].category === "organization" || permission === "restriction:manage")))
    );
  });
  const key = keyId === undefined ? null : state.keys.get(keyId);
  const keyAllows =
    key === null ||
    (key?.active === true &&
      key.principalId === principalId &&
      key.permissions.has(permission) &&
      key.scopeIds.some((id) => isWithin(state, scopeId, id)) &&
      (label === undefined || key.labels === null || key.labels.some((pattern) => asRegExp(pattern).test(label))));
  const required = permissionCatalogue[permission].requires;
  return given && keyAllows && required.every((needed) => naivelyAllowed(state, { ...question, permission: needed }));
}

function isWithin(state: AccessState, scopeId: string | null, aboveId: string): boolean {
  if (scopeId === null) return false;
  return scopeId === aboveId || isWithin(state, state.scopes.get(scopeId)?.parentId ?? null, aboveId);
}

function isLive(state: AccessState, scopeId: string): boolean {
  const scope = state.scopes.get(scopeId);
  return scope !== undefined && !scope.archived && (scope.parentId === null || isLive(state, scope.parentId));
}

function isAbout(state: AccessState, permission: Permission, scopeId: string): boolean {
  const scope = state.scopes.get(scopeId);
  if (scope === undefined || !permissionCatalogue[permission].scopes.includes(scope.type)) return false;
  return scope.type !== "resource" || permission.split(":")[0] === scope.kind;
}

function isIn(state: AccessState, principalId: string, groupId: string, seen: readonly string[]): boolean {
  const group = state.groups.get(groupId);
  if (group === undefined || seen.includes(groupId)) return false;
  return (
    group.memberIds.includes(principalId) ||
    group.groupIds.some((inner) => isIn(state, principalId, inner, [...seen, groupId]))
  );
}

function isRestricted(state: AccessState, permission: Permission, scopeId: string): boolean {
  return [...state.restrictions.values()].some(
    (restriction) => restriction.permissions.has(permission) && isWithin(state, scopeId, restriction.scopeId),
  );
}

function gives(state: AccessState, roleId: string, permission: Permission): boolean {
  return !runsInCircles(state, roleId, []) && names(state, roleId, permission);
}

function names(state: AccessState, roleId: string, permission: Permission): boolean {
  const role = roleOf(state, roleId);
  return (
    role !== undefined &&
    (role.permissions.has(permission) || role.includes.some((included) => names(state, included, permission)))
  );
}

function runsInCircles(state: AccessState, roleId: string, above: readonly string[]): boolean {
  if (above.includes(roleId)) return true;
  return (roleOf(state, roleId)?.includes ?? []).some((id) => runsInCircles(state, id, [...above, roleId]));
}

function roleOf(state: AccessState, roleId: string): Role | undefined {
  return builtInRoles.get(roleId) ?? state.roles.get(roleId);
}

function asRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
}
