import { type Binding, kindPermission, type PermissionSet, pathToRoot } from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/** What the actor sees, for deciding about many scopes at once. */
export class ActorAccess {
  readonly #reading: Reading;
  readonly #containers: ReadonlySet<string>;
  /** The bindings that reach the actor, whatever their times, by id. */
  readonly bindings: readonly Binding[];

  constructor(reading: Reading) {
    const { state } = reading;
    this.#reading = reading;
    this.bindings = reading.policy.bindingsOf(reading.actor.principalId);
    const containers = new Set<string>();
    for (const { scopeId } of this.bindings) {
      if (containers.has(scopeId) || this.permissionsAt(scopeId).isEmpty) continue;
      for (const { id } of pathToRoot(state.scopes, state.organizationId, scopeId) ?? []) containers.add(id);
    }
    this.#containers = containers;
  }

  /** Everything the actor may at the scope; with a label, about that label. */
  permissionsAt(scopeId: string, label?: string): PermissionSet {
    return this.#reading.permissionsAt(scopeId, label);
  }

  /**
   * Whether the actor may know of the scope: a resource by `use` or `view`, a workspace or folder in which he may do
   * anything or on the way to one, the organization always.
   */
  sees(scopeId: string): boolean {
    const scope = this.#reading.state.scopes.get(scopeId);
    if (scope === undefined) return false;
    if (scope.type === "organization") return true;
    if (scope.type !== "resource") return this.#containers.has(scopeId) || !this.permissionsAt(scopeId).isEmpty;
    return this.#reading.mayAny([kindPermission(scope.kind, "use"), kindPermission(scope.kind, "view")], scopeId);
  }
}
