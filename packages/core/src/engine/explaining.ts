import type { Decision, Denied, Grant } from "../access/decide.ts";
import { type AlmostGrant, type Explanation, MAX_EXPLAINED_GRANTS } from "../access/explanation.ts";
import type { Permission } from "../access/permission-catalogue.ts";
import { meaningfulAt } from "../access/permission-set.ts";
import { allRoles, type Role } from "../access/role.ts";
import { decide, has, type PolicyQuestion, standingOf } from "./decision.ts";
import { GrantWays } from "./grant-ways.ts";
import { close, lacks, meaningfulWords, type Need, needFor, wordsOf } from "./permission-words.ts";
import { add, narrow, type PolicyTables } from "./policy-tables.ts";
import { holdersOf } from "./principal-listing.ts";

/** Explains the answer to a question: every way that grants it, or what would. */
export function explain(tables: PolicyTables, revision: number, question: PolicyQuestion): Explanation {
  const decision = decide(tables, revision, question);
  const need = needFor(question.permission);
  if (decision.allowed) {
    const finder = new GrantWays(tables, decision.permission);
    const principal = tables.principals.find(question.principalId) ?? -1;
    const ways: Grant[] = [];
    for (const { bindingId } of decision.grants) finder.add(ways, principal, tables.bindings.find(bindingId));
    const grants = ways.slice(0, MAX_EXPLAINED_GRANTS);
    return { allowed: true, decision, grants, complete: ways.length === grants.length };
  }
  const { missing, reason } = decision;
  if (missing === null || need === undefined || reason === "unknown-scope" || reason === "unknown-principal") {
    return { allowed: false, decision, roles: [], couldGrant: [], almost: [] };
  }
  return {
    allowed: false,
    decision,
    roles: rolesThatWouldAllow(tables, question, need),
    couldGrant: granters(tables, missing, question),
    almost: almostGrants(tables, question, decision, need),
  };
}

/** The roles that, bound at the scope now, would turn the answer. */
function rolesThatWouldAllow(tables: PolicyTables, question: PolicyQuestion, need: Need): readonly Role[] {
  const standing = standingOf(tables, question);
  if (typeof standing === "string") return [];
  const { principal, scope, path, key } = standing;
  const place = tables.scopes.place[scope] ?? 0;
  if (((need.places >>> place) & 1) === 0) return [];
  if (key !== null && !tables.keys.admits(key, need, scope, question.label)) return [];
  const live = tables.bindingsOn(principal, path).filter((binding) => tables.bindings.isLive(binding, question.at));
  return allRoles(tables.roles.custom).filter((role) => {
    const may = tables.givenBy(tables.roles.number(role.id), scope, scope);
    for (const binding of live) add(may, tables.given(binding, scope));
    narrow(may, meaningfulWords(place));
    close(may);
    return !lacks(may, need.words);
  });
}

/** Who may hand a permission on at a scope and manages bindings there, by id. */
function granters(tables: PolicyTables, missing: Permission, { scopeId, at }: PolicyQuestion): readonly string[] {
  const scope = tables.scopes.find(scopeId) ?? -1;
  const [wanted, managing] = [needFor(missing), needFor("binding:manage")];
  const node = tables.scopes.node(scope);
  if (wanted === undefined || managing === undefined || node === undefined) return [];
  if (tables.scopes.standing(scope) !== "open") return [];
  const governing = tables.scopes.pathOf(scope).find((one) => {
    return ((managing.places >>> (tables.scopes.place[one] ?? 0)) & 1) === 1;
  });
  if (governing === undefined) return [];
  const managers = holdersOf(tables, managing, governing, at).filter((principal) => {
    return has(tables.sumOn(principal, scope, at).mayGrant, wanted);
  });
  return managers.map((principal) => tables.principals.id(principal));
}

/** The bindings that would give it and do not count, by id. */
function almostGrants(
  tables: PolicyTables,
  question: PolicyQuestion,
  denied: Denied & Extract<Decision, { allowed: false }>,
  need: Need,
): readonly AlmostGrant[] {
  const { bindings, scopes } = tables;
  const path = scopes.pathOf(scopes.find(question.scopeId) ?? -1);
  const restrictionIds = scopes.restrictionsOn(path, need.ownWord, need.ownBit);
  const principal = tables.principals.find(question.principalId) ?? -1;
  const finder = new GrantWays(tables, need.permission);
  return tables.bindingsOn(principal, path).flatMap((binding): AlmostGrant[] => {
    if (!givesWhereBound(tables, binding, need)) return [];
    const ways: Grant[] = [];
    finder.add(ways, principal, binding);
    const [grant] = ways;
    if (grant === undefined) return [];
    const phase = bindings.phase(binding, question.at);
    if (phase === "expired") return [{ why: "expired", grant }];
    if (phase === "not-yet") {
      const notBefore = bindings.notBefore(binding);
      return notBefore === null ? [] : [{ why: "not-yet", grant, notBefore }];
    }
    switch (denied.reason) {
      case "suspended":
      case "archived":
        return [{ why: denied.reason, grant }];
      case "restricted":
        return [{ why: "restricted", grant, restrictionIds }];
      case "requirement":
        return denied.missing === null ? [] : [{ why: "requirement", grant, missing: denied.missing }];
      case "key":
      case "key-scope":
      case "key-label":
        return [{ why: "key", grant }];
      default:
        return [];
    }
  });
}

/** Whether a binding gives a permission where it is bound, whatever the time. */
function givesWhereBound(tables: PolicyTables, binding: number, need: Need): boolean {
  const node = tables.scopes.node(tables.bindings.scope(binding));
  if (node === undefined) return false;
  const given = tables.roles.may.slice(
    tables.bindings.role(binding) * need.words.length,
    (tables.bindings.role(binding) + 1) * need.words.length,
  );
  narrow(given, wordsOf(meaningfulAt(node.type)));
  return has(given, need);
}
