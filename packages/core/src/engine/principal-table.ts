import type { Principal, PrincipalId, ServiceAccount } from "../access/access-state.ts";
import { IdTable } from "./id-table.ts";

/** How a principal stands. */
export const UNKNOWN = 0;
export const SUSPENDED = 1;
export const ACTIVE = 2;

/** Numbers and ids side by side. */
interface PrincipalOrder {
  readonly numbers: Int32Array;
  readonly ids: readonly PrincipalId[];
}

/** People and service accounts by number. */
export class PrincipalTable {
  /** Never removed from: who was removed and is named again is the same principal again. */
  readonly #numbers = new IdTable();
  /** {@link UNKNOWN}, {@link SUSPENDED} or {@link ACTIVE}, by number. */
  standing: Uint8Array = new Uint8Array(64);
  #localSignIn: Uint8Array = new Uint8Array(64);
  readonly #accounts = new Map<number, ServiceAccount>();
  /** Tells whoever keeps something about a principal's standing that it is another. */
  readonly #changed: (number: number) => void;
  #order: PrincipalOrder = { numbers: new Int32Array(0), ids: [] };

  constructor(changed: (number: number) => void) {
    this.#changed = changed;
  }

  /** How many have a number, those that are not there included. */
  get size(): number {
    return this.#numbers.end;
  }

  find(id: PrincipalId): number | undefined {
    const number = this.#numbers.find(id);
    return number < 0 ? undefined : number;
  }

  /** The number of a principal, also of one that is not there. */
  number(id: PrincipalId): number {
    const known = this.#numbers.find(id);
    if (known >= 0) return known;
    const number = this.#numbers.add(id);
    if (number >= this.standing.length) {
      const size = Math.ceil((number + 1) * 1.5);
      this.standing = larger(this.standing, size);
      this.#localSignIn = larger(this.#localSignIn, size);
    }
    return number;
  }

  id(number: number): PrincipalId {
    return this.#numbers.text(number);
  }

  set(principal: Principal): void {
    const number = this.number(principal.id);
    this.#forget(number);
    this.standing[number] = principal.active === true ? ACTIVE : SUSPENDED;
    if (principal.type === "service-account") this.#accounts.set(number, principal);
    else this.#localSignIn[number] = principal.localSignIn ? 1 : 0;
    this.#changed(number);
  }

  remove(id: PrincipalId): void {
    const number = this.#numbers.find(id);
    if (number < 0) return;
    this.#forget(number);
    this.#changed(number);
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

  /** All that have a number, in the order of their ids. */
  inOrder(): PrincipalOrder {
    const { numbers, ids } = this.#order;
    if (numbers.length === this.size) return this.#order;
    const added = Array.from({ length: this.size - numbers.length }, (_, at) => {
      const number = numbers.length + at;
      return { number, id: this.id(number) };
    });
    added.sort((a, b) => (a.id < b.id ? -1 : 1));
    const order = { numbers: new Int32Array(this.size), ids: new Array<PrincipalId>(this.size) };
    let place = 0;
    const put = (number: number, id: PrincipalId): void => {
      order.numbers[place] = number;
      order.ids[place] = id;
      place += 1;
    };
    let from = 0;
    const putOld = (): void => put(numbers[from] ?? 0, ids[from] ?? "");
    for (const { number, id } of added) {
      for (; from < numbers.length && (ids[from] ?? "") < id; from += 1) putOld();
      put(number, id);
    }
    for (; from < numbers.length; from += 1) putOld();
    this.#order = order;
    return order;
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
