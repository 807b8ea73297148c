/** What rows are compared by: the digest of each row in order, and its key where the schema names one. */
export interface RowMarks {
  readonly digests: readonly string[];
  /** As many as digests; `null` where rows are told apart by their bytes and places. */
  readonly keys: readonly string[] | null;
}

/** Which rows of two versions differ. Positions count from 0; `added` in the version after, `removed` in the one before. */
export interface RowDifference {
  /** By key, or by bytes and places. */
  readonly by: "key" | "position";
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly changed: readonly { readonly before: number; readonly after: number }[];
  /** How many rows that are in both would have to be lifted out and put elsewhere to get the order after. */
  readonly moved: number;
  /** Rows that are in both with the same bytes. */
  readonly unchanged: number;
}

/**
 * Compares the rows of two versions. By key where both have keys: a row whose key is in both and whose bytes differ is
 * changed. Otherwise equal rows are matched in their order, as often as both have them; of what is left between two
 * matched rows, the first of before and the first of after are one changed row, and so on.
 *
 * Needs memory and time in proportion to the rows, but for `moved`, which takes the logarithm more.
 */
export function compareRows(before: RowMarks, after: RowMarks): RowDifference {
  return before.keys !== null && after.keys !== null
    ? compareByKey(before.digests, before.keys, after.digests, after.keys)
    : compareByPlace(before.digests, after.digests);
}

function compareByKey(
  oldDigests: readonly string[],
  oldKeys: readonly string[],
  newDigests: readonly string[],
  newKeys: readonly string[],
): RowDifference {
  const oldPlaces = new Map(oldKeys.map((key, place) => [key, place]));
  const added: number[] = [];
  const changed: { before: number; after: number }[] = [];
  const kept: number[] = [];
  const isKept = new Uint8Array(oldKeys.length);
  for (const [place, key] of newKeys.entries()) {
    const old = oldPlaces.get(key);
    if (old === undefined) {
      added.push(place);
      continue;
    }
    kept.push(old);
    isKept[old] = 1;
    if (oldDigests[old] !== newDigests[place]) changed.push({ before: old, after: place });
  }
  const removed: number[] = [];
  for (const [place, was] of isKept.entries()) if (was === 0) removed.push(place);
  return {
    by: "key",
    added,
    removed,
    changed,
    moved: kept.length - longestRising(kept),
    unchanged: kept.length - changed.length,
  };
}

function compareByPlace(before: readonly string[], after: readonly string[]): RowDifference {
  // The places of each row before, the last first, so that the first is taken first.
  const places = new Map<string, number[]>();
  for (let place = before.length - 1; place >= 0; place -= 1) {
    const digest = before[place] ?? "";
    const known = places.get(digest);
    if (known === undefined) places.set(digest, [place]);
    else known.push(place);
  }
  const matched: number[] = [];
  const isMatched = new Uint8Array(before.length);
  // What is left of after, by how many matched rows stand before it.
  const gapsAfter = new Map<number, number[]>();
  for (const [place, digest] of after.entries()) {
    const old = places.get(digest)?.pop();
    if (old === undefined) putIn(gapsAfter, matched.length, place);
    else {
      matched.push(old);
      isMatched[old] = 1;
    }
  }
  const added: number[] = [];
  const removed: number[] = [];
  const changed: { before: number; after: number }[] = [];
  let rank = 0;
  let taken = 0;
  for (const [place, was] of isMatched.entries()) {
    if (was === 1) {
      endGap(gapsAfter.get(rank), taken, added);
      rank += 1;
      taken = 0;
      continue;
    }
    const partner = gapsAfter.get(rank)?.[taken];
    taken += 1;
    if (partner === undefined) removed.push(place);
    else changed.push({ before: place, after: partner });
  }
  endGap(gapsAfter.get(rank), taken, added);
  return {
    by: "position",
    added,
    removed,
    changed,
    moved: matched.length - longestRising(matched),
    unchanged: matched.length,
  };
}

function endGap(gap: readonly number[] | undefined, taken: number, added: number[]): void {
  for (const place of gap?.slice(taken) ?? []) added.push(place);
}

function putIn(gaps: Map<number, number[]>, gap: number, place: number): void {
  const known = gaps.get(gap);
  if (known === undefined) gaps.set(gap, [place]);
  else known.push(place);
}

/** How many numbers the longest rising part of a list has, others left out: what need not move. */
function longestRising(numbers: readonly number[]): number {
  // The smallest number with which a rising part of each length ends.
  const ends: number[] = [];
  for (const number of numbers) {
    const last = ends.at(-1);
    if (last === undefined || last < number) {
      ends.push(number);
      continue;
    }
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}
