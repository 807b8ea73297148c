import type { Principal, PrincipalId, ServiceAccount } from "../access/access-state.ts";
import { Interner } from "./interner.ts";

/** How a principal stands. */
export const UNKNOWN = 0;
export const SUSPENDED = 1;
export const ACTIVE = 2;

/** People and service accounts by number. */
export class PrincipalTable {
  readonly #numbers = new Interner();
  /** {@link UNKNOWN}, {@link SUSPENDED} or {@link ACTIVE}, by number. */
  standing: Uint8Array = new Uint8Array(64);
  #localSignIn: Uint8Array = new Uint8Array(64);
  readonly #accounts = new Map<number, ServiceAccount>();
  #ranks: Int32Array | null = null;

  /** How many have a number, those that are not there included. */
  get size(): number {
    return this.#numbers.size;
  }

  find(id: PrincipalId): number | undefined {
    return this.#numbers.find(id);
  }

  /** The number of a principal, also of one that is not there. */
  number(id: PrincipalId): number {
    const number = this.#numbers.number(id);
    if (number >= this.standing.length) {
      const size = Math.ceil((number + 1) * 1.5);
      this.standing = larger(this.standing, size);
      this.#localSignIn = larger(this.#localSignIn, size);
    }
    return number;
  }

  id(number: number): PrincipalId {
    return this.#numbers.id(number);
  }

  set(principal: Principal): void {
    const number = this.number(principal.id);
    this.#forget(number);
    this.standing[number] = principal.active === true ? ACTIVE : SUSPENDED;
    if (principal.type === "service-account") this.#accounts.set(number, principal);
    else this.#localSignIn[number] = principal.localSignIn ? 1 : 0;
  }

  remove(id: PrincipalId): void {
    const number = this.#numbers.find(id);
    if (number !== undefined) this.#forget(number);
  }

  /** The row of a principal; `undefined` where it is not there. */
  row(number: number): Principal | undefined {
    if ((this.standing[number] ?? UNKNOWN) === UNKNOWN) return undefined;
    const account = this.#accounts.get(number);
    if (account !== undefined) return account;
    const active = this.standing[number] === ACTIVE;
    return { type: "user", id: this.id(number), active, localSignIn: this.#localSignIn[number] === 1 };
  }

  /** The ids of all there are. */
  *ids(): Iterable<PrincipalId> {
    for (let number = 0; number < this.size; number += 1) if (this.standing[number] !== UNKNOWN) yield this.id(number);
  }

  /** Numbers of principals in the order of their ids. */
  byId(numbers: Iterable<number>): readonly number[] {
    const list = [...numbers];
    if (list.length < 512) return list.sort((a, b) => (this.id(a) < this.id(b) ? -1 : 1));
    const ranks = this.#ranked();
    return list.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  }

  /** Each principal's place in the order of ids. */
  #ranked(): Int32Array {
    if (this.#ranks !== null && this.#ranks.length === this.size) return this.#ranks;
    const order = Array.from({ length: this.size }, (_, number) => number);
    order.sort((a, b) => (this.id(a) < this.id(b) ? -1 : 1));
    const ranks = new Int32Array(this.size);
    for (const [rank, number] of order.entries()) ranks[number] = rank;
    this.#ranks = ranks;
    return ranks;
  }

  #forget(number: number): void {
    this.standing[number] = UNKNOWN;
    this.#accounts.delete(number);
  }
}

function larger(array: Uint8Array, size: number): Uint8Array {
  const copy = new Uint8Array(size);
  copy.set(array);
  return copy;
}
