import type { Binding, BindingId, Holder } from "../access/access-state.ts";
import { type Instant, parseInstant } from "../access/instant.ts";
import type { GroupTable } from "./group-table.ts";
import { IdTable } from "./id-table.ts";
import type { PrincipalTable } from "./principal-table.ts";
import type { RoleTable } from "./role-table.ts";
import { enlarged, type Keys, RowLists } from "./row-lists.ts";
import type { ScopeTable } from "./scope-table.ts";

/**
 * The bindings as columns, with lists by who holds them and by where. The key of a holder's row says all that most questions
 * ask, in one number: `scope * stride + 2 * role`, and 1 more where the binding has a beginning or an end, so that its times
 * are asked. The value is the binding.
 */
export class BindingTable {
  readonly #tables: { readonly principals: PrincipalTable; readonly groups: GroupTable };
  readonly #roles: RoleTable;
  readonly #scopes: ScopeTable;
  #ids = new IdTable();
  /** A principal's number, or `~` of a group's. */
  #holder: Int32Array = new Int32Array(16);
  /** -1 for numbers that are free. */
  #scope: Int32Array = new Int32Array(16).fill(-1);
  #role: Int32Array = new Int32Array(16);
  /** Which times; 0 is always. */
  #window: Int32Array = new Int32Array(16);
  #starts: number[] = [Number.NEGATIVE_INFINITY];
  #ends: number[] = [Number.POSITIVE_INFINITY];
  readonly #freeWindows: number[] = [];
  /** Bindings whose times cannot be read, as they were written. */
  readonly #unreadable = new Map<number, Pick<Binding, "notBefore" | "expiresAt">>();
  /** Rows by principal and by group. */
  readonly ofPrincipal = new RowLists("keys and values");
  readonly ofGroup = new RowLists("keys and values");
  readonly #atScope = new RowLists("keys");
  /** A power of two, more than twice the highest number of a role. */
  #stride = 2;
  /** Tells whoever keeps keys that they are others. */
  readonly #restrided: () => void;
  #size = 0;

  constructor(
    tables: { readonly principals: PrincipalTable; readonly groups: GroupTable },
    roles: RoleTable,
    scopes: ScopeTable,
    restrided: () => void,
  ) {
    this.#restrided = restrided;
    this.#tables = tables;
    this.#roles = roles;
    this.#scopes = scopes;
  }

  get size(): number {
    return this.#size;
  }

  /** From the first key of a scope to that of the next. */
  get stride(): number {
    return this.#stride;
  }

  /** What the columns and lists take, in bytes. */
  get bytes(): number {
    return (
      this.#ids.bytes +
      4 * this.#holder.byteLength +
      this.ofPrincipal.bytes +
      this.ofGroup.bytes +
      this.#atScope.bytes +
      16 * this.#starts.length
    );
  }

  /** The number of a binding; -1 where there is none. */
  find(id: BindingId): number {
    return this.#ids.find(id);
  }

  id(number: number): BindingId {
    return this.#ids.text(number);
  }

  /** A principal's number, or `~` of a group's. */
  holder(number: number): number {
    return this.#holder[number] ?? 0;
  }

  scope(number: number): number {
    return this.#scope[number] ?? 0;
  }

  role(number: number): number {
    return this.#role[number] ?? 0;
  }

  /** Whether a binding counts at a moment, in milliseconds since 1970. */
  isLive(number: number, at: number): boolean {
    const window = this.#window[number] ?? 0;
    return (this.#starts[window] ?? at) <= at && at < (this.#ends[window] ?? at);
  }

  /** Where a moment lies to a binding's times. */
  phase(number: number, at: number): "not-yet" | "live" | "expired" {
    const window = this.#window[number] ?? 0;
    if ((this.#ends[window] ?? at) <= at) return "expired";
    return at < (this.#starts[window] ?? at) ? "not-yet" : "live";
  }

  notBefore(number: number): Instant | null {
    const unreadable = this.#unreadable.get(number);
    return unreadable === undefined ? instantOf(this.#starts[this.#window[number] ?? 0]) : unreadable.notBefore;
  }

  expiresAt(number: number): Instant | null {
    const unreadable = this.#unreadable.get(number);
    return unreadable === undefined ? instantOf(this.#ends[this.#window[number] ?? 0]) : unreadable.expiresAt;
  }

  row(number: number): Binding {
    const holder = this.holder(number);
    return {
      id: this.id(number),
      holder:
        holder < 0
          ? { type: "group", id: this.#tables.groups.id(~holder) }
          : { type: "principal", id: this.#tables.principals.id(holder) },
      roleId: this.#roles.id(this.role(number)),
      scopeId: this.#scopes.id(this.scope(number)),
      notBefore: this.notBefore(number),
      expiresAt: this.expiresAt(number),
    };
  }

  /** The numbers of the bindings at a scope. */
  at(scope: number): Keys {
    return this.#atScope.keysOf(scope);
  }

  /** Every binding, by number. */
  *all(): Iterable<number> {
    for (let number = 0; number < this.#ids.end; number += 1) if ((this.#scope[number] ?? -1) >= 0) yield number;
  }

  /** Puts in many bindings, none of which is here yet. Only into an empty table. */
  load(bindings: readonly Binding[]): void {
    const count = bindings.length;
    this.#ids = new IdTable(count);
    this.#makeRoom(count);
    for (const binding of bindings) this.#write(binding);
    this.#size = count;
    this.#makeStride(this.#roles.size);
    const { principals } = this.#tables;
    const ofPrincipal = new Int32Array(principals.size);
    const atScope = new Int32Array(this.#scopes.size);
    for (let number = 0; number < count; number += 1) {
      const holder = this.#holder[number] ?? 0;
      if (holder >= 0) ofPrincipal[holder] = (ofPrincipal[holder] ?? 0) + 1;
      const scope = this.#scope[number] ?? 0;
      atScope[scope] = (atScope[scope] ?? 0) + 1;
    }
    this.ofPrincipal.reserve(ofPrincipal);
    this.#atScope.reserve(atScope);
    // As they came, as those of one holder often come together, and sorted afterwards.
    for (let number = 0; number < count; number += 1) this.#list(number, true);
    this.ofPrincipal.sort();
  }

  /** Puts in a binding that is not here yet. */
  add(binding: Binding): number {
    const number = this.#write(binding);
    this.#list(number);
    this.#size += 1;
    return number;
  }

  remove(number: number): void {
    const scope = this.scope(number);
    const holder = this.holder(number);
    if (holder < 0) this.ofGroup.remove(~holder, this.#key(number), number);
    else this.ofPrincipal.remove(holder, this.#key(number), number);
    this.#atScope.remove(scope, number);
    const window = this.#window[number] ?? 0;
    if (window !== 0) this.#freeWindows.push(window);
    this.#unreadable.delete(number);
    this.#scope[number] = -1;
    this.#ids.remove(number);
    this.#size -= 1;
  }

  #write(binding: Binding): number {
    const number = this.#ids.add(binding.id);
    if (number >= this.#scope.length) this.#makeRoom(Math.ceil((number + 1) * 1.5));
    this.#holder[number] = this.#holderNumber(binding.holder);
    this.#scope[number] = this.#scopes.number(binding.scopeId);
    this.#role[number] = this.#roles.number(binding.roleId);
    this.#window[number] =
      binding.notBefore === null && binding.expiresAt === null ? 0 : this.#windowFor(number, binding);
    return number;
  }

  #list(number: number, loading = false): void {
    this.#makeStride(this.role(number) + 1);
    const holder = this.holder(number);
    const key = this.#key(number);
    if (holder < 0) this.ofGroup.insert(~holder, key, number);
    else if (loading) this.ofPrincipal.append(holder, key, number);
    else this.ofPrincipal.insert(holder, key, number);
    this.#atScope.insert(this.scope(number), number);
  }

  #key(number: number): number {
    return this.scope(number) * this.#stride + 2 * this.role(number) + (this.#window[number] === 0 ? 0 : 1);
  }

  /** Makes room in the keys for so many roles. */
  #makeStride(roles: number): void {
    const old = this.#stride;
    if (roles * 2 <= old) return;
    while (roles * 2 > this.#stride) this.#stride *= 2;
    const keyFor = (key: number): number => Math.floor(key / old) * this.#stride + (key % old);
    this.ofPrincipal.rewrite(keyFor);
    this.ofGroup.rewrite(keyFor);
    this.#restrided();
  }

  #holderNumber(holder: Holder): number {
    return holder.type === "group" ? ~this.#tables.groups.number(holder.id) : this.#tables.principals.number(holder.id);
  }

  #windowFor(number: number, { notBefore, expiresAt }: Binding): number {
    const window = this.#freeWindows.pop() ?? this.#starts.length;
    const readable = [notBefore, expiresAt].every((time) => time === null || parseInstant(time) !== null);
    if (!readable) this.#unreadable.set(number, { notBefore, expiresAt });
    this.#starts[window] = !readable || notBefore === null ? Number.NEGATIVE_INFINITY : Date.parse(notBefore);
    this.#ends[window] = readable
      ? expiresAt === null
        ? Number.POSITIVE_INFINITY
        : Date.parse(expiresAt)
      : Number.NEGATIVE_INFINITY;
    return window;
  }

  #makeRoom(size: number): void {
    const from = this.#scope.length;
    if (size <= from) return;
    this.#holder = enlarged(this.#holder, size);
    this.#scope = enlarged(this.#scope, size).fill(-1, from);
    this.#role = enlarged(this.#role, size);
    this.#window = enlarged(this.#window, size);
  }
}

function instantOf(time: number | undefined): Instant | null {
  return time === undefined || !Number.isFinite(time) ? null : new Date(time).toISOString();
}
