import type { RowDifference } from "@countersign/core";

/**
 * Differences between lists of rows that never change, so that each page of a comparison need not compare anew. The one
 * that was not asked for the longest goes first, once all together name more than so many rows.
 */
export class DifferenceCache {
  readonly #mostPlaces: number;
  readonly #held = new Map<string, RowDifference>();
  #places = 0;

  constructor(mostPlaces: number) {
    this.#mostPlaces = mostPlaces;
  }

  get(organizationId: string, beforeId: string | null, afterId: string): RowDifference | null {
    const name = nameOf(organizationId, beforeId, afterId);
    const known = this.#held.get(name) ?? null;
    if (known !== null) {
      this.#held.delete(name);
      this.#held.set(name, known);
    }
    return known;
  }

  put(organizationId: string, beforeId: string | null, afterId: string, difference: RowDifference): void {
    const places = placesOf(difference);
    const name = nameOf(organizationId, beforeId, afterId);
    if (places > this.#mostPlaces || this.#held.has(name)) return;
    this.#held.set(name, difference);
    this.#places += places;
    for (const [oldest, held] of this.#held) {
      if (this.#places <= this.#mostPlaces) break;
      this.#held.delete(oldest);
      this.#places -= placesOf(held);
    }
  }
}

function nameOf(organizationId: string, beforeId: string | null, afterId: string): string {
  return JSON.stringify([organizationId, beforeId, afterId]);
}

/** What it costs to hold one: the places that it names, and something for itself. */
function placesOf({ added, removed, changed }: RowDifference): number {
  return 100 + added.length + removed.length + 2 * changed.length;
}
