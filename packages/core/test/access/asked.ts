import {
  type AccessState,
  CompiledPolicy,
  type Explanation,
  type Grant,
  momentOf,
  type Permission,
  type Question,
} from "../../src/index.ts";

/** The explanation of a question about a state. */
export function explain(state: AccessState, { at, ...question }: Question): Explanation {
  return CompiledPolicy.of(state).explain({ ...question, at: momentOf(at) });
}

/** Everybody who holds a permission at a scope. */
export function listHolders(
  state: AccessState,
  permission: Permission,
  scopeId: string,
  at: string,
): readonly { readonly principalId: string; readonly grants: readonly Grant[] }[] {
  const { ids, grants } = CompiledPolicy.of(state).listPrincipals(permission, scopeId, momentOf(at));
  return ids.map((principalId, index) => ({ principalId, grants: grants[index] ?? [] }));
}
