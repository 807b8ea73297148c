/** An item of a list that is edited: its key tells it from others while it is moved. */
export interface Keyed {
  readonly key: number;
}

/** The list with an item at its end. */
export function addKeyed<T extends object>(items: readonly (T & Keyed)[], item: T): readonly (T & Keyed)[] {
  return [...items, { ...item, key: items.reduce((highest, { key }) => Math.max(highest, key), -1) + 1 }];
}

/** The list with one item in place of another. */
export function replaceKeyed<T extends Keyed>(items: readonly T[], item: T): readonly T[] {
  return items.map((one) => (one.key === item.key ? item : one));
}

/** The list with an item moved up (-1) or down (1); at the end of the list it stays. */
export function moveKeyed<T extends Keyed>(items: readonly T[], key: number, by: -1 | 1): readonly T[] {
  const from = items.findIndex((item) => item.key === key);
  const item = items[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

export function removeKeyed<T extends Keyed>(items: readonly T[], key: number): readonly T[] {
  return items.filter((item) => item.key !== key);
}
