/**
 * The rules of access written down a second time, one permission and one binding after another: no sets, no tables, nothing
 * kept. It is slow and short enough to be read beside the design. The compiled policy must answer as it does.
 */
import type {
  AlmostGrant,
  Asker,
  Binding,
  DenialReason,
  Explanation,
  Grant,
  Group,
  Key,
  Permission,
  PolicyQuestion as Q,
  ResourceQuestion,
  Role,
  AccessState as World,
} from "../src/index.ts";
import { builtInRoles, permissionCatalogue as catalogue, kindPermission, permissions } from "../src/index.ts";

type No = readonly [reason: DenialReason, missing: Permission | null];
type Ids = readonly string[];

export const mayAt = (w: World, q: Q): boolean => denial(w, q) === null;

/** Why not: the first that is true, and what is missing. `null` where it is allowed. */
export function denial(w: World, q: Q): No | null {
  const p = permissions.find((one) => one === q.permission);
  if (p === undefined) return ["unknown-permission", null];
  const nowhere = standing(w, q);
  if (nowhere !== null) return [nowhere, p];
  if (!means(w, p, q.scopeId)) return ["meaningless-here", p];
  const given = reaching(w, q).filter((b) => gives(w, b, p));
  if (given.length === 0) return ["no-binding", p];
  const phases = given.map((b) => phase(b, q.at));
  if (!phases.includes("live")) return [phases.includes("not-yet") ? "not-yet" : "expired", p];
  if (!given.some((b) => counts(w, q, p, b))) return ["restricted", p];
  const needed = catalogue[p].requires.find((one) => !mayAt(w, { ...q, keyId: undefined, permission: one }));
  return needed === undefined ? keptBack(w, q, p) : ["requirement", needed];
}

/** Why somebody has nothing at all at a scope. */
function standing(w: World, { at, scopeId, principalId, keyId }: Q): DenialReason | null {
  if (!Number.isFinite(at)) return "undecidable";
  if (pathOf(w, scopeId).length === 0) return "unknown-scope";
  const who = w.principals.get(principalId);
  if (who === undefined) return "unknown-principal";
  if (!who.active) return "suspended";
  const key = keyId === undefined ? null : w.keys.get(keyId);
  if (key === undefined || (key !== null && !(key.active && key.principalId === principalId))) return "key";
  return pathOf(w, scopeId).some((id) => w.scopes.get(id)?.archived) ? "archived" : null;
}

/** Why a key does not let through what its principal may. */
function keptBack(w: World, q: Q, p: Permission): No | null {
  const key: Key | undefined = w.keys.get(q.keyId ?? "");
  if (key === undefined) return null;
  const { label } = q;
  if (!key.permissions.has(p)) return ["key", p];
  if (!pathOf(w, q.scopeId).some((id) => key.scopeIds.includes(id))) return ["key-scope", p];
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(label ?? "");
  if (label !== undefined && key.labels?.some(fits) === false) return ["key-label", p];
  const needed = catalogue[p].requires.find((one) => keptBack(w, q, one) !== null);
  return needed === undefined ? null : ["key", needed];
}

/** What somebody may hand on: restrictions do not lessen it, requirements and the key do. */
export function mayGrantAt(w: World, q: Q): boolean {
  const p = permissions.find((one) => one === q.permission);
  if (p === undefined || standing(w, q) !== null || !means(w, p, q.scopeId) || keptBack(w, q, p) !== null) return false;
  const live = reaching(w, q).filter((b) => phase(b, q.at) === "live" && isAbout(p, w.scopes.get(b.scopeId)?.type));
  const needed = catalogue[p].requires.every((one) => mayGrantAt(w, { ...q, permission: one }));
  return needed && live.some((b) => handsOn(w, b.roleId, p));
}

/** The whole explanation of an answer. */
export function explanation(w: World, q: Q): Explanation {
  const { scopeId, principalId, at } = q;
  const place = { scopeId, revision: w.revision };
  const no = denial(w, q);
  const p = permissions.find((one) => one === q.permission) ?? "prompt:use";
  if (no === null) {
    const every = reaching(w, q).flatMap((b) => (counts(w, q, p, b) ? [ways(w, principalId, b, p)] : []));
    const decision = { ...place, allowed: true, permission: p, grants: every.map(shortest) } as const;
    return { allowed: true, decision, grants: every.flat(), complete: true };
  }
  const [reason, missing] = no;
  const decision = { ...place, allowed: false, permission: q.permission, reason, missing } as const;
  if (missing === null || reason === "unknown-scope" || reason === "unknown-principal")
    return { allowed: false, decision, roles: [], couldGrant: [], almost: [] };
  const helps = ({ id: roleId }: Role): boolean => {
    const holder = { type: "principal" as const, id: principalId };
    const trial = { id: "", holder, roleId, scopeId, notBefore: null, expiresAt: null };
    return mayAt({ ...w, bindings: new Map([...w.bindings, ["", trial]]) }, q);
  };
  const roles = [...builtInRoles.values(), ...[...w.roles.values()].sort((a, b) => order(a.id, b.id))].filter(helps);
  const managed = pathOf(w, scopeId).find((id) => means(w, "binding:manage", id)) ?? "";
  const couldGrant = [...w.principals.keys()].sort().filter((id) => {
    const manages = mayAt(w, { principalId: id, permission: "binding:manage", scopeId: managed, at });
    return manages && mayGrantAt(w, { principalId: id, permission: missing, scopeId, at });
  });
  const almost = reaching(w, q).flatMap((b): AlmostGrant[] => {
    const [grant] = gives(w, b, p) ? ways(w, principalId, b, p) : [];
    if (grant === undefined) return [];
    if (phase(b, at) === "expired") return [{ why: "expired", grant }];
    if (phase(b, at) === "not-yet") return [{ why: "not-yet", grant, notBefore: b.notBefore ?? "" }];
    if (reason === "suspended" || reason === "archived") return [{ why: reason, grant }];
    if (reason === "requirement") return [{ why: reason, grant, missing }];
    const restrictionIds = restrictionsOn(w, p, scopeId).sort(order);
    if (reason === "restricted") return [{ why: reason, grant, restrictionIds }];
    return reason.startsWith("key") ? [{ why: "key", grant }] : [];
  });
  return { allowed: false, decision, roles, couldGrant, almost };
}

/** Everybody who holds a permission, with every way. */
export function holders(w: World, p: Permission, scopeId: string, at: number) {
  const asked = [...w.principals.keys()].sort().map((principalId) => ({ principalId, permission: p, scopeId, at }));
  return asked.flatMap((q) => {
    const every = reaching(w, q).flatMap((b) => (counts(w, q, p, b) ? ways(w, q.principalId, b, p) : []));
    return mayAt(w, q) ? [{ principalId: q.principalId, grants: every }] : [];
  });
}

/** Every resource on which somebody holds one of the actions, in the order of paths. */
export function resources(w: World, who: Asker, at: number, question: ResourceQuestion): Ids {
  const { actions, kinds, within = w.organizationId, prefix = "" } = question;
  const below = (id: string): Ids => pathOf(w, id).slice(0, pathOf(w, id).indexOf(within)).reverse();
  const name = (id: string): string => w.scopes.get(id)?.name ?? "";
  const listed = [...w.scopes.values()].filter((scope) => {
    if (scope.type !== "resource" || kinds?.includes(scope.kind) === false) return false;
    if (pathOf(w, scope.id).indexOf(within) < 1 || !below(scope.id).map(name).join("/").startsWith(prefix))
      return false;
    const { id: scopeId, kind } = scope;
    return actions.some((action) => mayAt(w, { ...who, permission: kindPermission(kind, action), scopeId, at }));
  });
  const place = (id: string): Ids => below(id).flatMap((one) => [name(one), one]);
  return listed.map(({ id }) => id).sort((a, b) => orderOfLists(place(a), place(b)));
}

/** All ways from a principal to a permission through a binding, the shortest first. */
function ways(w: World, principalId: string, b: Binding, p: Permission): readonly Grant[] {
  const up = (way: Ids): readonly Ids[] => {
    const { memberIds, groupIds } = w.groups.get(way[0] ?? "") ?? nobody;
    const further = groupIds.filter((id) => !way.includes(id)).flatMap((id) => up([id, ...way]));
    return memberIds.includes(principalId) ? [way, ...further] : further;
  };
  const down = (way: Ids): readonly Ids[] => {
    const role = roleOf(w, way.at(-1) ?? "");
    const further = (role?.includes ?? []).flatMap((id) => down([...way, id]));
    return role?.permissions.has(p) ? [way, ...further] : further;
  };
  const byEnd = (one: Ids, other: Ids) => orderOfLists([...one].reverse(), [...other].reverse());
  const groupWays = b.holder.type === "group" ? up([b.holder.id]) : [[]];
  const roleWays = [...down([b.roleId])].sort((one, other) => one.length - other.length || orderOfLists(one, other));
  const { id: bindingId, scopeId, expiresAt } = b;
  return [...groupWays]
    .sort((one, other) => one.length - other.length || byEnd(one, other))
    .flatMap((groupIds) => roleWays.map((roleIds) => ({ bindingId, scopeId, expiresAt, groupIds, roleIds })));
}

/** Of the shortest, the one whose groups come first from the principal on. */
const shortest = (all: readonly Grant[]): Grant =>
  all.reduce((best, one) => {
    const first = one.groupIds.length === best.groupIds.length && orderOfLists(one.groupIds, best.groupIds) < 0;
    return first ? one : best;
  });

/** The bindings that reach a principal on the path of a scope, whatever their times, by id. */
function reaching(w: World, { principalId, scopeId }: Q): readonly Binding[] {
  const holds = ({ holder: { type, id } }: Binding) =>
    type === "group" ? isIn(w, principalId, id, []) : id === principalId;
  const path = pathOf(w, scopeId);
  return [...w.bindings.values()].filter((b) => path.includes(b.scopeId) && holds(b)).sort((a, b) => order(a.id, b.id));
}

/** The scope, what it is in, and so on up to the organization; empty where that is not where it leads. */
function pathOf(w: World, id: string, below: Ids = []): Ids {
  const scope = w.scopes.get(id);
  if (scope === undefined || below.includes(id)) return [];
  if (scope.parentId === null) return id === w.organizationId && scope.type === "organization" ? [...below, id] : [];
  const parents = scope.type === "workspace" ? ["organization"] : ["workspace", "folder"];
  const fits = scope.type !== "organization" && parents.includes(w.scopes.get(scope.parentId)?.type ?? "");
  return fits ? pathOf(w, scope.parentId, [...below, id]) : [];
}

function isIn(w: World, principalId: string, groupId: string, seen: Ids): boolean {
  const { memberIds, groupIds } = w.groups.get(groupId) ?? nobody;
  if (seen.includes(groupId)) return false;
  return memberIds.includes(principalId) || groupIds.some((inner) => isIn(w, principalId, inner, [...seen, groupId]));
}

function phase({ notBefore, expiresAt }: Binding, at: number): "not-yet" | "live" | "expired" {
  if (expiresAt !== null && Date.parse(expiresAt) <= at) return "expired";
  return notBefore !== null && at < Date.parse(notBefore) ? "not-yet" : "live";
}

/** Whether a binding gives a permission here and now, after restrictions and before requirements. */
function counts(w: World, q: Q, p: Permission, b: Binding): boolean {
  const rules = catalogue[p].category === "organization" || p === "restriction:manage";
  const kept = rules && b.roleId === "organization.owner" && b.scopeId === w.organizationId;
  return phase(b, q.at) === "live" && gives(w, b, p) && (kept || restrictionsOn(w, p, q.scopeId).length === 0);
}

function restrictionsOn(w: World, p: Permission, scopeId: string): string[] {
  const on = [...w.restrictions.values()].filter((one) => pathOf(w, scopeId).includes(one.scopeId));
  return on.filter(({ permissions: removed }) => removed.has(p)).map(({ id }) => id);
}

const isAbout = (p: Permission, type: string | undefined): boolean => catalogue[p].scopes.some((one) => one === type);
function means(w: World, p: Permission, scopeId: string): boolean {
  const scope = w.scopes.get(scopeId);
  return isAbout(p, scope?.type) && (scope?.type !== "resource" || p.split(":")[0] === scope.kind);
}

const nobody: Pick<Group, "memberIds" | "groupIds"> = { memberIds: [], groupIds: [] };
const roleOf = (w: World, id: string): Role | undefined => builtInRoles.get(id) ?? w.roles.get(id);
const includesOf = (w: World, id: string): Ids => roleOf(w, id)?.includes ?? [];
const circles = (w: World, id: string, above: Ids): boolean =>
  above.includes(id) || includesOf(w, id).some((inner) => circles(w, inner, [...above, id]));
const names = (w: World, id: string, p: Permission): boolean =>
  roleOf(w, id)?.permissions.has(p) === true || includesOf(w, id).some((inner) => names(w, inner, p));
const roleGives = (w: World, id: string, p: Permission): boolean => !circles(w, id, []) && names(w, id, p);
const gives = (w: World, b: Binding, p: Permission): boolean =>
  isAbout(p, w.scopes.get(b.scopeId)?.type) && roleGives(w, b.roleId, p);
const handsOn = (w: World, id: string, p: Permission): boolean =>
  builtInRoles.get(id)?.mayGrant.has(p) ?? (roleGives(w, id, "binding:manage") && roleGives(w, id, p));

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
function orderOfLists(a: Ids, b: Ids): number {
  const at = a.findIndex((item, index) => item !== b[index]);
  if (at === -1) return a.length - b.length;
  return b[at] === undefined ? 1 : order(a[at] ?? "", b[at]);
}
