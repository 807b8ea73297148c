import type { Key, KeyId } from "../access/access-state.ts";
import { matchesLabel } from "../policy/label-pattern.ts";
import { lacks, type Need, type Words, wordsOf } from "./permission-words.ts";
import type { PrincipalTable } from "./principal-table.ts";
import type { ScopeTable } from "./scope-table.ts";

/** A key as questions ask about it. */
export interface KeyEntry {
  readonly row: Key;
  readonly principal: number;
  readonly permissions: Words;
  readonly scopes: ReadonlySet<number>;
}

/** API keys. What a key may is not kept: it is what its principal may at that moment, within what the key says. */
export class KeyTable {
  readonly #principals: PrincipalTable;
  readonly #scopes: ScopeTable;
  readonly #keys = new Map<KeyId, KeyEntry>();

  constructor(principals: PrincipalTable, scopes: ScopeTable) {
    this.#principals = principals;
    this.#scopes = scopes;
  }

  get rows(): Iterable<Key> {
    return [...this.#keys.values()].map(({ row }) => row);
  }

  set(row: Key): void {
    this.#keys.set(row.id, {
      row,
      principal: this.#principals.number(row.principalId),
      permissions: wordsOf(row.permissions),
      scopes: new Set(row.scopeIds.map((id) => this.#scopes.number(id))),
    });
  }

  remove(id: KeyId): void {
    this.#keys.delete(id);
  }

  get(id: KeyId): KeyEntry | undefined {
    return this.#keys.get(id);
  }

  /** The key, if this principal can use it. */
  usable(id: KeyId, principal: number): KeyEntry | null {
    const key = this.#keys.get(id);
    return key !== undefined && key.row.active === true && key.principal === principal ? key : null;
  }

  /** Whether the key works at a scope of the tree. */
  coversScope(key: KeyEntry, scope: number): boolean {
    for (let at = scope; at >= 0; at = this.#scopes.parent[at] ?? -1) if (key.scopes.has(at)) return true;
    return false;
  }

  /** Whether the key lets through what was given. */
  admits(key: KeyEntry, need: Need, scope: number, label: string | undefined): boolean {
    return !lacks(key.permissions, need.words) && this.coversScope(key, scope) && coversLabel(key, label);
  }
}

/** Whether a key reaches what a label serves; without a label the question is not about one. */
export function coversLabel({ row: { labels } }: KeyEntry, label: string | undefined): boolean {
  return label === undefined || labels === null || labels.some((pattern) => matchesLabel(pattern, label));
}
