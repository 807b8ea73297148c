import { type AccessState, CompiledPolicy, changesBetween } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import { readAccessState } from "./access-state-store.ts";

/** How many rows of access states are kept, of all organizations together, beside the one in use. */
const maximumRows = 4_000_000;

interface Entry {
  readonly state: AccessState;
  /** The state compiled, from the first question on. */
  policy: CompiledPolicy | null;
}

/**
 * Access states by organization, each with its compiled policy. A state is only ever used in a transaction that read the
 * same `access_revision` from the organization's row, so it can be reused and never be stale.
 *
 * A policy is brought to the next state in place, in the same tick as the commit. Who still works with an older state, or
 * with one that has not committed, is therefore never given that policy but one of his own.
 */
export class AccessStateCache {
  readonly #entries = new Map<string, Entry>();
  readonly #policiesOfOthers = new WeakMap<AccessState, CompiledPolicy>();
  readonly #maximumRows: number;

  /** @param maximum how many rows are kept at most; the organization used longest ago goes first */
  constructor(maximum: number = maximumRows) {
    this.#maximumRows = maximum;
  }

  /** The state of the organization at the access revision that this transaction has read. */
  async at(tx: Tx, organizationId: string, accessRevision: number): Promise<AccessState> {
    const known = this.#entries.get(organizationId);
    if (known?.state.revision === accessRevision) {
      this.#use(organizationId, known);
      return known.state;
    }
    const state = await readAccessState(tx, organizationId, accessRevision);
    // Not kept when an older reader comes late.
    if ((this.#entries.get(organizationId)?.state.revision ?? -1) < accessRevision) this.committed(state);
    return state;
  }

  /** The policy that decides on a state. To be asked for each time: it may have gone on to the next state meanwhile. */
  policyOf(state: AccessState): CompiledPolicy {
    const entry = this.#entries.get(state.organizationId);
    if (entry?.state === state) {
      entry.policy ??= this.#policiesOfOthers.get(state) ?? CompiledPolicy.of(state);
      return entry.policy;
    }
    const own = this.#policiesOfOthers.get(state) ?? CompiledPolicy.of(state);
    this.#policiesOfOthers.set(state, own);
    return own;
  }

  /** Keeps a state whose transaction has committed. */
  committed(state: AccessState): void {
    const known = this.#entries.get(state.organizationId);
    if (known !== undefined && known.state.revision >= state.revision) return;
    const compiled = known?.policy ?? null;
    compiled?.apply(changesBetween(known?.state ?? state, state), state.revision);
    this.#use(state.organizationId, { state, policy: compiled });
    this.#makeRoom(state.organizationId);
  }

  #use(organizationId: string, entry: Entry): void {
    this.#entries.delete(organizationId);
    this.#entries.set(organizationId, entry);
  }

  #makeRoom(inUse: string): void {
    let rows = 0;
    for (const { state } of this.#entries.values()) rows += sizeOf(state);
    for (const [organizationId, { state }] of this.#entries) {
      if (rows <= this.#maximumRows) return;
      if (organizationId === inUse) continue;
      this.#entries.delete(organizationId);
      rows -= sizeOf(state);
    }
  }
}

function sizeOf({ principals, groups, bindings, scopes, keys }: AccessState): number {
  return principals.size + groups.size + bindings.size + scopes.size + keys.size;
}
