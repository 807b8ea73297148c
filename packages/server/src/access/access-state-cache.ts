import type { AccessState } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import { readAccessState } from "./access-state-store.ts";

/** Organizations kept at once; the one used longest ago goes first. */
const maximumOrganizations = 100;

/**
 * Access states by organization and revision. A state is only ever used in a transaction that read the same
 * `access_revision` from the organization's row, so it can be reused and never be stale.
 */
export class AccessStateCache {
  readonly #states = new Map<string, AccessState>();

  /** The state of the organization at the access revision that this transaction has read. */
  async at(tx: Tx, organizationId: string, accessRevision: number): Promise<AccessState> {
    const known = this.#states.get(organizationId);
    if (known?.revision === accessRevision) return known;
    const state = await readAccessState(tx, organizationId, accessRevision);
    // Not kept when an older reader comes late.
    if (known === undefined || known.revision < accessRevision) this.#keep(state);
    return state;
  }

  /** Keeps a state whose transaction has committed. */
  committed(state: AccessState): void {
    const known = this.#states.get(state.organizationId);
    if (known === undefined || known.revision < state.revision) this.#keep(state);
  }

  #keep(state: AccessState): void {
    this.#states.delete(state.organizationId);
    this.#states.set(state.organizationId, state);
    if (this.#states.size <= maximumOrganizations) return;
    for (const oldest of this.#states.keys()) {
      this.#states.delete(oldest);
      return;
    }
  }
}
