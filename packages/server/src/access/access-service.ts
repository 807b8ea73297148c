import {
  type AccessAnswer,
  type AccessApi,
  type AccessSlice,
  type Denied,
  type EffectiveAccess,
  forbidden,
  type GrantPath,
  groupsOf,
  type Permission,
  type PolicyQuestion,
  type PrincipalRef,
  pathToRoot,
  phaseOf,
  serializeAccessState,
  sliceFor,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { governs, isAboutOneself, seesRestrictions } from "./access-locators.ts";
import { ActorAccess } from "./actor-access.ts";
import { denialMessage } from "./denial-message.ts";
import { grantPaths } from "./grant-paths.ts";
import { principalRef, readPrincipalRefs } from "./principal-names.ts";
import { scopeRef } from "./scope-names.ts";

interface QuestionInput {
  readonly permission: Permission;
  readonly scopeId: string;
  readonly principalId?: string | undefined;
}

export async function checkAccess(
  reading: Reading,
  input: QuestionInput,
): Promise<Awaited<ReturnType<AccessApi["check"]>>> {
  const decision = reading.policy.decide(questionOf(reading, input));
  return {
    allowed: decision.allowed,
    revision: reading.organization.revision,
    reason: decision.allowed ? null : decision.reason,
  };
}

export async function explainAccess(reading: Reading, input: QuestionInput): Promise<AccessAnswer> {
  const { state, organizationId, tx } = reading;
  const question = questionOf(reading, input);
  const explanation = reading.policy.explain(question);
  const answer = {
    permission: input.permission,
    scope: scopeRef(state, input.scopeId),
    revision: reading.organization.revision,
  };
  if (explanation.allowed) {
    const [grants = []] = await grantPaths(reading, [explanation.grants]);
    return { ...answer, allowed: true, grants, denial: null };
  }
  const { decision, roles } = explanation;
  const mayKnow = governs(reading, "access:view", input.scopeId);
  const known = mayKnow ? explanation.couldGrant : [];
  const refs = await readPrincipalRefs(tx, organizationId, [...known, question.principalId]);
  const message = isAboutOneself(reading, input)
    ? forbidden(decision).message
    : denialMessage(decision, principalRef(refs, question.principalId).name);
  return {
    ...answer,
    allowed: false,
    grants: [],
    denial: {
      reason: decision.reason,
      message,
      missing: decision.missing ?? input.permission,
      roles: roles.map(({ id, name }) => ({ id, name })),
      couldGrant: mayKnow ? known.map((id) => principalRef(refs, id)) : null,
      restrictions: seesRestrictions(reading, input.scopeId) ? restrictionsBehind(reading, decision) : null,
    },
  };
}

/** The restrictions on the way to a scope that remove what was denied there, from the scope upwards. */
function restrictionsBehind({ state, organizationId }: Reading, denied: Denied) {
  const { missing, reason, scopeId } = denied;
  if (missing === null || reason !== "restricted") return [];
  const removing = [...state.restrictions.values()].filter(({ permissions }) => permissions.has(missing));
  return (pathToRoot(state.scopes, organizationId, scopeId) ?? []).flatMap((scope) =>
    removing
      .filter((restriction) => restriction.scopeId === scope.id)
      .map(({ id }) => ({ id, scope: scopeRef(state, scope.id) })),
  );
}

export async function whoCan(
  reading: Reading,
  input: { readonly permission: Permission; readonly scopeId: string },
): Promise<Awaited<ReturnType<AccessApi["whoCan"]>>> {
  const { organizationId, tx } = reading;
  const { ids, grants } = reading.policy.listPrincipals(input.permission, input.scopeId, reading.moment);
  const paths = await grantPaths(reading, grants);
  const refs = await readPrincipalRefs(tx, organizationId, ids);
  return {
    revision: reading.organization.revision,
    holders: ids
      .map((principalId, index) => ({ principal: principalRef(refs, principalId), grants: paths[index] ?? [] }))
      .sort((a, b) => byName(a.principal, b.principal)),
  };
}

export async function effectiveAccess(
  reading: Reading,
  input: { readonly principalId?: string | undefined },
): Promise<EffectiveAccess> {
  const { state, organizationId, now } = reading;
  const actor = questionOf(reading, input);
  const refs = await readPrincipalRefs(reading.tx, organizationId, [actor.principalId]);
  const groups = groupsOf(state.groups, actor.principalId);
  const live = reading.policy
    .bindingsOf(actor.principalId)
    .filter((binding) => phaseOf(binding, now) === "live")
    .map((binding) => ({ binding, groupIds: groups.get(binding.holder.id) ?? [] }));
  const sees = visibilityOf(reading);
  const scopeIds = [...new Set(live.map(({ binding }) => binding.scopeId))].filter(sees);
  const sources = await grantPaths(
    reading,
    scopeIds.map((scopeId) => {
      const above = pathToRoot(state.scopes, organizationId, scopeId)?.map(({ id }) => id) ?? [];
      return live
        .filter(({ binding }) => above.includes(binding.scopeId))
        .sort((a, b) => above.indexOf(a.binding.scopeId) - above.indexOf(b.binding.scopeId))
        .map(({ binding, groupIds }) => ({
          bindingId: binding.id,
          scopeId: binding.scopeId,
          expiresAt: binding.expiresAt,
          groupIds,
          roleIds: [binding.roleId],
        }));
    }),
  );
  return {
    principal: principalRef(refs, actor.principalId),
    revision: reading.organization.revision,
    scopes: scopeIds
      .map((scopeId, index): EffectiveAccess["scopes"][number] => ({
        scope: scopeRef(state, scopeId),
        permissions: reading.policy.permissionsOn({ ...actor, scopeId }).may.toList(),
        sources: sources[index] ?? ([] satisfies readonly GrantPath[]),
      }))
      .sort((a, b) => byScope(a.scope, b.scope)),
  };
}

export async function sliceAccess(reading: Reading): Promise<AccessSlice> {
  const { state, organizationId } = reading;
  const { principalId } = reading.actor;
  const own = new ActorAccess(reading);
  const named = new Set([...own.bindings, ...state.restrictions.values()].map(({ scopeId }) => scopeId));
  const visible = [...state.scopes.values()]
    .filter((scope) => (scope.type !== "resource" || named.has(scope.id)) && own.sees(scope.id))
    .map(({ id }) => id);
  return {
    organizationId,
    principalId,
    revision: reading.organization.revision,
    at: reading.now,
    state: serializeAccessState(sliceFor(state, principalId, visible)),
  };
}

/** The question that an input asks: about oneself through the key that one came with, about another without any. */
function questionOf<Input extends { readonly principalId?: string | undefined }>(
  reading: Reading,
  input: Input,
): Pick<PolicyQuestion, "principalId" | "keyId" | "at"> & Omit<Input, "principalId"> {
  const { moment: at, state } = reading;
  const { principalId: asked, ...rest } = input;
  if (isAboutOneself(reading, input)) return { ...rest, ...reading.asker, at };
  return { ...rest, principalId: found(state.principals.get(asked ?? "")).id, at };
}

/** Of whose access one may ask about all, one may also hear where it is; of one's own only where one sees the place. */
function visibilityOf(reading: Reading): (scopeId: string) => boolean {
  if (reading.may("access:view", reading.organizationId)) return () => true;
  const own = new ActorAccess(reading);
  return (scopeId) => own.sees(scopeId);
}

function byName(a: PrincipalRef, b: PrincipalRef): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1;
}

function byScope(a: EffectiveAccess["scopes"][number]["scope"], b: typeof a): number {
  if (a.type === "organization" || b.type === "organization") return a.type === "organization" ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}
