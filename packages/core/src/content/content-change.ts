import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { child } from "./json-pointer.ts";
import { diffItems } from "./line-diff.ts";

/** What part of a content a change concerns. */
export type ChangeArea =
  | "type"
  | "syntax"
  | "text"
  | "system-message"
  | "message"
  | "include"
  | "variables-added"
  | "variables-removed"
  | "variable-changed"
  | "model"
  | "parameters"
  | "tools"
  | "steps-added"
  | "steps-removed"
  | "steps-reordered"
  | "step-reference"
  | "step-input"
  | "schema"
  | "rows"
  | "dataset"
  | "target"
  | "row-input"
  | "scorers"
  | "thresholds";

/** One difference between two contents. */
export interface ContentChange {
  readonly area: ChangeArea;
  /**
   * Where, as a JSON pointer: into the content after, or into the one before for what is there no more. Variables,
   * tools, steps, columns and scorers stand under their names, includes under their references.
   */
  readonly path: string;
  /** Texts as they are, anything else as canonical JSON; `null` for what was not there. */
  readonly before: string | null;
  /** As `before`; `null` for what is there no more. */
  readonly after: string | null;
}

/** What is different between two named lists; an order that alone is different is one change of the whole. */
export function compareNamed<T extends JsonValue>(
  areas: { readonly added: ChangeArea; readonly removed: ChangeArea; readonly changed: ChangeArea },
  path: string,
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): readonly ContentChange[] {
  const old = new Map(before.map((item) => [nameOf(item), canonicalJson(item)]));
  const now = new Map(after.map((item) => [nameOf(item), canonicalJson(item)]));
  const changes: ContentChange[] = [];
  for (const [name, text] of now) {
    const was = old.get(name) ?? null;
    const area = was === null ? areas.added : areas.changed;
    if (was !== text) changes.push({ area, path: child(path, name), before: was, after: text });
  }
  for (const [name, text] of old) {
    if (!now.has(name)) changes.push({ area: areas.removed, path: child(path, name), before: text, after: null });
  }
  const oldOrder = [...old.keys()].filter((name) => now.has(name));
  const newOrder = [...now.keys()].filter((name) => old.has(name));
  if (oldOrder.some((name, index) => name !== newOrder[index])) {
    changes.push({ area: areas.changed, path, before: canonicalJson(oldOrder), after: canonicalJson(newOrder) });
  }
  return changes;
}

/** One change if the two are different, none otherwise; absent is `null`. */
export function compareValue(
  area: ChangeArea,
  path: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly ContentChange[] {
  const was = shown(before);
  const is = shown(after);
  return was === is ? [] : [{ area, path, before: was, after: is }];
}

/** An item that is different: changed where it has both indexes, otherwise added or removed. */
export type ItemPair =
  | { readonly oldIndex: number; readonly newIndex: number }
  | { readonly oldIndex: number; readonly newIndex: null }
  | { readonly oldIndex: null; readonly newIndex: number };

/**
 * Which items of two lists are different. Equal items are matched in their order; of what is left at one place, the
 * first removed and the first added that `alike` joins are one changed item.
 */
export function pairItems(
  before: readonly string[],
  after: readonly string[],
  alike: (oldIndex: number, newIndex: number) => boolean,
): readonly ItemPair[] {
  const pairs: ItemPair[] = [];
  let removed: number[] = [];
  let oldIndex = 0;
  let newIndex = 0;
  const endRemoved = (): void => {
    for (const index of removed) pairs.push({ oldIndex: index, newIndex: null });
    removed = [];
  };
  for (const { type, count } of diffItems(before, after)) {
    for (let i = 0; i < count; i += 1) {
      if (type === "removed") removed.push(oldIndex);
      if (type === "added") pairs.push(takeAlike(removed, newIndex, alike));
      if (type !== "added") oldIndex += 1;
      if (type !== "removed") newIndex += 1;
    }
    if (type !== "removed") endRemoved();
  }
  endRemoved();
  return pairs;
}

function takeAlike(
  removed: number[],
  newIndex: number,
  alike: (oldIndex: number, newIndex: number) => boolean,
): ItemPair {
  const at = removed.findIndex((candidate) => alike(candidate, newIndex));
  const [oldIndex] = at < 0 ? [] : removed.splice(at, 1);
  return oldIndex === undefined ? { oldIndex: null, newIndex } : { oldIndex, newIndex };
}

function shown(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : canonicalJson(value);
}
