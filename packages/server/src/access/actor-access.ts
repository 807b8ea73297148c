import {
  type AccessState,
  kindPermission,
  type PermissionSet,
  pathToRoot,
  permissionsOn,
  sliceFor,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/**
 * The actor's own part of the access state, for deciding about many scopes at once: it answers as {@link Reading} does,
 * without looking through everybody else's bindings for each of them.
 */
export class ActorAccess {
  readonly #reading: Reading;
  readonly #state: AccessState;
  readonly #containers: ReadonlySet<string>;

  constructor(reading: Reading) {
    const { state, actor } = reading;
    const key = actor.keyId === null ? undefined : state.keys.get(actor.keyId);
    this.#reading = reading;
    this.#state = {
      ...sliceFor(state, actor.principalId, state.scopes.keys()),
      keys: new Map(key === undefined ? [] : [[key.id, key]]),
    };
    const containers = new Set<string>();
    for (const { scopeId } of this.#state.bindings.values()) {
      if (containers.has(scopeId) || this.permissionsAt(scopeId).isEmpty) continue;
      for (const { id } of pathToRoot(state.scopes, state.organizationId, scopeId) ?? []) containers.add(id);
    }
    this.#containers = containers;
  }

  /** Everything the actor may at the scope; with a label, about that label. */
  permissionsAt(scopeId: string, label?: string): PermissionSet {
    const { actor, now: at } = this.#reading;
    const { principalId, keyId } = actor;
    return permissionsOn(this.#state, { principalId, ...(keyId === null ? {} : { keyId }), scopeId, at, label }).may;
  }

  /**
   * Whether the actor may know of the scope: a resource by `use` or `view`, a workspace or folder in which he may do
   * anything or on the way to one, the organization always.
   */
  sees(scopeId: string): boolean {
    const scope = this.#state.scopes.get(scopeId);
    if (scope === undefined) return false;
    if (scope.type === "organization") return true;
    const here = this.permissionsAt(scopeId);
    if (scope.type !== "resource") return !here.isEmpty || this.#containers.has(scopeId);
    return here.has(kindPermission(scope.kind, "use")) || here.has(kindPermission(scope.kind, "view"));
  }

  /** The bindings that reach the actor, whatever their times. */
  get bindings(): AccessState["bindings"] {
    return this.#state.bindings;
  }
}
