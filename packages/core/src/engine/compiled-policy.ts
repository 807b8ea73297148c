import type { AccessState, Binding, KeyId, PrincipalId } from "../access/access-state.ts";
import type { Decision } from "../access/decide.ts";
import type { Explanation } from "../access/explanation.ts";
import { type Permission, parsePermission } from "../access/permission-catalogue.ts";
import { includedRoles, type Masks, noMasks, type RoleId } from "../access/role.ts";
import type { ScopeId } from "../access/scope.ts";
import { decide, masksOn, type PolicyQuestion, standingOf } from "./decision.ts";
import { explain } from "./explaining.ts";
import { type Need, needFor, setOf } from "./permission-words.ts";
import { apply, concernedBy, type PolicyChange } from "./policy-change.ts";
import {
  differencesBetween,
  type PolicyDifference,
  placesOf,
  recordAccess,
  unitedPlaces,
  withScopesAbove,
} from "./policy-difference.ts";
import { type PolicyRows, PolicyTables } from "./policy-tables.ts";
import { type HolderPage, listHolders } from "./principal-listing.ts";
import { listResources, type ResourcePage, type ResourceQuestion } from "./resource-listing.ts";

/** A yes or no, and the revision of the policy that said it. */
export interface PolicyAnswer {
  readonly allowed: boolean;
  readonly revision: number;
}

/** What a question may add: through which key, about which label. */
export interface CheckOptions {
  readonly keyId?: KeyId | undefined;
  readonly label?: string | undefined;
}

/** Somebody about whom questions are asked. */
export interface Asker {
  readonly principalId: PrincipalId;
  readonly keyId?: KeyId | undefined;
}

/**
 * All access of one organization, compiled for asking. Its answers are those of `authorize` on the same rows, at any size.
 *
 * Moments are numbers, milliseconds since 1970 in UTC: `Date.parse(instant)`. Everything is synchronous, and a change is in
 * force when `apply` returns. Questions never throw: whatever cannot be decided is denied, or empty.
 */
export class CompiledPolicy {
  readonly #tables: PolicyTables;
  #revision: number;
  #yes: PolicyAnswer;
  #no: PolicyAnswer;

  private constructor(rows: PolicyRows, revision: number) {
    this.#tables = new PolicyTables(rows);
    this.#revision = revision;
    this.#yes = Object.freeze({ allowed: true, revision });
    this.#no = Object.freeze({ allowed: false, revision });
  }

  /** Compiles a whole state. */
  static of(state: AccessState): CompiledPolicy {
    return CompiledPolicy.from(
      {
        organizationId: state.organizationId,
        principals: state.principals.values(),
        groups: state.groups.values(),
        roles: state.roles.values(),
        bindings: [...state.bindings.values()],
        restrictions: state.restrictions.values(),
        scopes: state.scopes.values(),
        keys: state.keys.values(),
      },
      state.revision,
    );
  }

  /** Compiles rows, every id once. */
  static from(rows: PolicyRows, revision: number): CompiledPolicy {
    return new CompiledPolicy(rows, revision);
  }

  /** The revision of the rows that answers are about. */
  get revision(): number {
    return this.#revision;
  }

  get organizationId(): ScopeId {
    return this.#tables.scopes.organizationId;
  }

  /** How many bindings there are. */
  get size(): number {
    return this.#tables.bindings.size;
  }

  /** Whether the policy has seen a revision. Who must not be answered from an older one asks this first. */
  isAtLeast(revision: number): boolean {
    return this.#revision >= revision;
  }

  /** May this principal do this, here, at this moment? */
  check(
    principalId: PrincipalId,
    permission: Permission,
    scopeId: ScopeId,
    at: number,
    options?: CheckOptions,
  ): PolicyAnswer {
    const tables = this.#tables;
    const scope = tables.scopes.find(scopeId);
    const need = needFor(permission);
    // Last, so that the processor fetches what hangs on the principal's number while it still compares his id.
    const principal = tables.principals.find(principalId);
    if (principal === undefined || scope === undefined || need === undefined) return this.#no;
    if (!tables.allowed(principal, scope, need, at)) return this.#no;
    return options === undefined || this.#admits(principal, scope, need, options) ? this.#yes : this.#no;
  }

  /** Many questions at once; the answers in their order. */
  checkMany(questions: readonly PolicyQuestion[]): readonly PolicyAnswer[] {
    return questions.map((question) => {
      const permission = parsePermission(question.permission);
      if (permission === null) return this.#no;
      const { keyId, label } = question;
      const options = keyId === undefined && label === undefined ? undefined : { keyId, label };
      return this.check(question.principalId, permission, question.scopeId, question.at, options);
    });
  }

  /**
   * Somebody about whom more than one question is asked, for the time of one request: he is looked up once. He may be kept
   * over changes, and answers from the policy as it is.
   */
  asker({ principalId, keyId }: Asker): PolicyAsker {
    return new PolicyAsker(this, this.#tables, principalId, keyId);
  }

  /** The answer with its reason: what grants it, or why it is denied. */
  decide(question: PolicyQuestion): Decision {
    try {
      return decide(this.#tables, this.#revision, question);
    } catch {
      return undecidable(question, this.#revision);
    }
  }

  /** Every way in which it is granted; or what is missing, what would give it, and who could. */
  explain(question: PolicyQuestion): Explanation {
    return explain(this.#tables, this.#revision, question);
  }

  /** Everything that somebody may at a scope, and may hand on there. */
  permissionsOn(where: Omit<PolicyQuestion, "permission">): Masks {
    const standing = standingOf(this.#tables, where);
    if (typeof standing === "string") return noMasks;
    const { may, mayGrant } = masksOn(this.#tables, standing, where.at, where.label);
    return { may: setOf(may), mayGrant: setOf(mayGrant) };
  }

  /** The roles that a principal holds at a scope, bound there or above, live, with all that they include. */
  rolesHeldOn(where: Omit<PolicyQuestion, "permission" | "keyId" | "label">): ReadonlySet<RoleId> {
    const { bindings, roles } = this.#tables;
    const { principalId, scopeId, at } = where;
    const standing = standingOf(this.#tables, { principalId, scopeId, at });
    if (typeof standing === "string") return new Set();
    const live = this.#tables.bindingsOn(standing.principal, standing.path).filter((one) => bindings.isLive(one, at));
    const bound = new Set(live.map((binding) => roles.id(bindings.role(binding))));
    return new Set([...bound].flatMap((id) => (includedRoles(roles.custom, id) ?? []).map((role) => role.id)));
  }

  /** The bindings that reach a principal, its own and those of its groups, whatever their times and places, by id. */
  bindingsOf(principalId: PrincipalId): readonly Binding[] {
    const { bindings, principals } = this.#tables;
    const principal = principals.find(principalId);
    if (principal === undefined) return [];
    return this.#tables.bindingsById(this.#tables.bindingsOf(principal)).map((binding) => bindings.row(binding));
  }

  /** Every resource on which somebody holds one of the actions, complete, in pages that are stable. */
  listResources(asker: Asker, at: number, question: ResourceQuestion): ResourcePage {
    const organizationId = this.organizationId;
    const standing = standingOf(this.#tables, { ...asker, scopeId: organizationId, at });
    if (typeof standing === "string") return { ids: [], next: null, revision: this.#revision };
    return listResources(this.#tables, this.#revision, standing, at, question);
  }

  /**
   * Everybody who holds a permission at a scope, by id, each with every way.
   *
   * @param page `after`: the id after which the page begins; `limit`: how many at most, all by default
   */
  listPrincipals(
    permission: Permission,
    scopeId: ScopeId,
    at: number,
    page: { readonly after?: string | undefined; readonly limit?: number | undefined } = {},
  ): HolderPage {
    const scope = this.#tables.scopes.find(scopeId);
    const need = needFor(permission);
    if (scope === undefined || need === undefined) {
      return { ids: [], grants: [], total: 0, next: null, revision: this.#revision };
    }
    const { after, limit = Number.POSITIVE_INFINITY } = page;
    return listHolders(this.#tables, this.#revision, need, { scope, at, after, limit });
  }

  /** Brings the policy to what it is at another revision, in place. What is the same already is no error. */
  apply(changes: Iterable<PolicyChange>, revision: number): void {
    for (const change of changes) apply(this.#tables, change);
    this.#setRevision(revision);
  }

  /**
   * Asks as if something were changed: makes the changes, lets `ask` put its questions to this policy, and takes them back,
   * also when `ask` throws. Nothing else can come in between, as all of it is synchronous.
   */
  simulate<Answer>(changes: readonly PolicyChange[], ask: (policy: CompiledPolicy) => Answer): Answer {
    const undo: PolicyChange[] = [];
    try {
      for (const change of changes) undo.unshift(...apply(this.#tables, change));
      return ask(this);
    } finally {
      for (const change of undo) apply(this.#tables, change);
    }
  }

  /** Who would gain and lose what by changes, by principal and scope. */
  differenceOf(changes: readonly PolicyChange[], at: number): readonly PolicyDifference[] {
    const tables = this.#tables;
    const shared = sharedPlaces(changes);
    const concernedBefore = concernedBy(tables, changes);
    const concerned = new Set(concernedBefore);
    this.simulate(changes, () => {
      for (const id of concernedBy(tables, changes)) concerned.add(id);
    });
    const old = withScopesAbove(placesOf(tables, concerned, shared), tables);
    const { places, after } = this.simulate(changes, () => {
      const all = unitedPlaces(old, withScopesAbove(placesOf(tables, concerned, shared), tables));
      return { places: all, after: recordAccess(tables, at, all) };
    });
    return differencesBetween(recordAccess(tables, at, places), after, places);
  }

  /** Who gains and loses what from this policy to another of the same organization, by principal and scope. */
  differenceTo(other: CompiledPolicy, at: number): readonly PolicyDifference[] {
    const [one, two] = [this.#tables, other.#tables];
    const everybody = new Set([...one.principals.ids(), ...two.principals.ids()]);
    const shared = [...new Set([...one.scopes.ids(), ...two.scopes.ids()])].filter((id) => {
      const [a, b] = [one, two].map(({ scopes }) => scopes.node(scopes.find(id) ?? -1));
      return a?.parentId !== b?.parentId || a?.archived !== b?.archived;
    });
    const places = withScopesAbove(
      unitedPlaces(placesOf(one, everybody, shared), placesOf(two, everybody, shared)),
      one,
      two,
    );
    return differencesBetween(recordAccess(one, at, places), recordAccess(two, at, places), places);
  }

  /** The rows that the policy holds now. */
  toState(): AccessState {
    return this.#tables.toState(this.#revision);
  }

  /** Bytes of the columns and lists of the bindings, without the ids of people and scopes. */
  get bindingBytes(): number {
    return this.#tables.bindings.bytes + this.#tables.groups.bytes;
  }

  /** @internal */
  verdict(allowed: boolean): PolicyAnswer {
    return allowed ? this.#yes : this.#no;
  }

  #admits(principal: number, scope: number, need: Need, { keyId, label }: CheckOptions): boolean {
    if (label !== undefined && typeof label !== "string") return false;
    if (keyId === undefined) return true;
    const key = this.#tables.keys.usable(keyId, principal);
    return key !== null && this.#tables.keys.admits(key, need, scope, label);
  }

  #setRevision(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#yes = Object.freeze({ allowed: true, revision });
    this.#no = Object.freeze({ allowed: false, revision });
  }
}

/** One principal, looked up once, for the questions of one request. */
export class PolicyAsker {
  readonly #policy: CompiledPolicy;
  readonly #tables: PolicyTables;
  readonly #principalId: PrincipalId;
  readonly #keyId: KeyId | undefined;
  /** -1 until the policy knows him. */
  #principal = -1;

  constructor(policy: CompiledPolicy, tables: PolicyTables, principalId: PrincipalId, keyId: KeyId | undefined) {
    this.#policy = policy;
    this.#tables = tables;
    this.#principalId = principalId;
    this.#keyId = keyId;
  }

  /** May he do this, here, at this moment? */
  check(permission: Permission, scopeId: ScopeId, at: number, label?: string): PolicyAnswer {
    const tables = this.#tables;
    const scope = tables.scopes.find(scopeId);
    const need = needFor(permission);
    if (this.#principal < 0) this.#principal = tables.principals.find(this.#principalId) ?? -1;
    if (scope === undefined || need === undefined) return this.#policy.verdict(false);
    if (!tables.allowed(this.#principal, scope, need, at)) return this.#policy.verdict(false);
    if (this.#keyId === undefined) return this.#policy.verdict(true);
    const key = tables.keys.usable(this.#keyId, this.#principal);
    return this.#policy.verdict(key !== null && tables.keys.admits(key, need, scope, label));
  }
}

function sharedPlaces(changes: readonly PolicyChange[]): readonly ScopeId[] {
  return changes.flatMap((change) => {
    if ("set" in change && change.set === "scope") return [change.row.id];
    if ("set" in change && change.set === "restriction") return [change.row.scopeId];
    return "remove" in change && change.remove === "scope" ? [change.id] : [];
  });
}

function undecidable(question: PolicyQuestion, revision: number): Decision {
  return {
    allowed: false,
    permission: String(question.permission),
    scopeId: String(question.scopeId),
    reason: "undecidable",
    missing: null,
    revision,
  };
}
