import { type Permission, permissionCatalogue, permissions } from "../access/permission-catalogue.ts";
import { meaningfulOn, PermissionSet } from "../access/permission-set.ts";
import { resourceKinds, type ScopeNode } from "../access/scope.ts";

/** How many 32-bit words hold a set of permissions. */
export const WORDS: number = 1 + Math.floor(Math.max(...permissions.map((p) => permissionCatalogue[p].bit)) / 32);

/** A set of permissions as {@link WORDS} words, the lowest bits first. */
export type Words = Int32Array;

/** What a scope is to permissions: its type, a resource's kind counted. Below 31; see {@link BLOCKED}. */
export type Place = number;

/** The place of a scope that is archived, unknown or not in the tree: no permission means anything there. */
export const BLOCKED: Place = 31;

/** Everything that a question about one permission asks for, worked out once. */
export interface Need {
  readonly permission: Permission;
  /** The word that all of it lies in, or -1 where it lies in several. */
  readonly word: number;
  /** The permission and everything that it requires, in that word. */
  readonly bits: number;
  /** The same in all words. */
  readonly words: Words;
  /** The word and bit of the permission itself. */
  readonly ownWord: number;
  readonly ownBit: number;
  /** A bit for each place where it means something. */
  readonly places: number;
}

export function wordsOf(set: PermissionSet): Words {
  const words = new Int32Array(WORDS);
  for (let word = 0; word < WORDS; word += 1) words[word] = Number((set.bits >> BigInt(32 * word)) & 0xffffffffn);
  return words;
}

export function setOf(words: Words): PermissionSet {
  const known = sets.get(words.join());
  if (known !== undefined) return known;
  let bits = 0n;
  for (let word = WORDS - 1; word >= 0; word -= 1) bits = (bits << 32n) | BigInt((words[word] ?? 0) >>> 0);
  const set = PermissionSet.fromHex(bits.toString(16));
  // A few dozen differ in any one organization; whoever asks about thousands gets fresh ones.
  if (sets.size < 4096) sets.set(words.join(), set);
  return set;
}

/** What a question about a permission needs; `undefined` for what is no permission. */
export function needFor(permission: string): Need | undefined {
  return needs.get(permission);
}

/** The place that a scope is while it is neither archived nor cut off. */
export function placeOf(scope: ScopeNode): Place {
  return scope.type === "resource" ? 3 + resourceKinds.indexOf(scope.kind) : containerPlaces[scope.type];
}

/** What means something at a place. */
export function meaningfulWords(place: Place): Words {
  return meaningful[place] ?? nothing;
}

/** Takes away, in place, what lacks its requirement among the rest. */
export function close(words: Words): void {
  // Needs hold requirements over any number of steps, so that one pass over the set as it came is enough.
  const whole = words.slice();
  for (const need of conditional) {
    if (lacks(whole, need.words)) words[need.ownWord] = (words[need.ownWord] ?? 0) & ~need.ownBit;
  }
}

/** Whether some of `wanted` is not in the set. */
export function lacks(words: Words, wanted: Words): boolean {
  for (let word = 0; word < WORDS; word += 1) if (((wanted[word] ?? 0) & ~(words[word] ?? 0)) !== 0) return true;
  return false;
}

const nothing: Words = new Int32Array(WORDS);
const sets = new Map<string, PermissionSet>();
const containerPlaces = { organization: 0, workspace: 1, folder: 2 } as const;

const examples: readonly ScopeNode[] = [
  ...(["organization", "workspace", "folder"] as const).map((type) => {
    return { type, id: "", parentId: null, name: "", archived: false };
  }),
  ...resourceKinds.map((kind) => {
    return { type: "resource" as const, kind, id: "", parentId: null, name: "", archived: false };
  }),
];
const meaningful: readonly Words[] = examples.map((scope) => wordsOf(meaningfulOn(scope)));

const needs: ReadonlyMap<string, Need> = new Map(permissions.map((permission) => [permission, needOf(permission)]));
const conditional: readonly Need[] = [...needs.values()].filter(
  ({ permission }) => permissionCatalogue[permission].requires.length > 0,
);

function needOf(permission: Permission): Need {
  const all = new Set<Permission>([permission]);
  for (const one of all) for (const required of permissionCatalogue[one].requires) all.add(required);
  const words = wordsOf(PermissionSet.of(...all));
  const used = [...words.keys()].filter((word) => words[word] !== 0);
  const word = used.length === 1 ? (used[0] ?? -1) : -1;
  const { bit } = permissionCatalogue[permission];
  const places = examples
    .filter((scope) => meaningfulOn(scope).has(permission))
    .reduce((bits, scope) => bits | (1 << placeOf(scope)), 0);
  return {
    permission,
    word,
    bits: word === -1 ? 0 : (words[word] ?? 0),
    words,
    ownWord: bit >>> 5,
    ownBit: 1 << (bit & 31),
    places,
  };
}
