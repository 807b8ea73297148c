import {
  type AccessState,
  CompiledPolicy,
  type Explanation,
  momentOf,
  type Permission,
  type PermissionHolder,
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
): readonly PermissionHolder[] {
  return CompiledPolicy.of(state).listPrincipals(permission, scopeId, momentOf(at)).items;
}
