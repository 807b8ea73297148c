/**
 * Gives as many slots as possible a person of their own: a maximum matching in a bipartite graph, by augmenting paths.
 * Answers for every slot the index of its person, or `null`. The same input gives the same answer; which of several
 * maximum matchings it is says nothing.
 *
 * @param fits whether the person may fill the slot; asked at most once per pair.
 */
export function maximumMatching(
  slots: number,
  people: number,
  fits: (slot: number, person: number) => boolean,
): readonly (number | null)[] {
  const candidates = Array.from({ length: slots }, (_, slot) =>
    Array.from({ length: people }, (_, person) => person).filter((person) => fits(slot, person)),
  );
  const slotOf = new Map<number, number>();

  function place(slot: number, tried: Set<number>): boolean {
    for (const person of candidates[slot] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const holder = slotOf.get(person);
      if (holder === undefined || place(holder, tried)) {
        slotOf.set(person, slot);
        return true;
      }
    }
    return false;
  }

  for (let slot = 0; slot < slots; slot++) place(slot, new Set());
  const matching = Array.from<number | null>({ length: slots }).fill(null);
  for (const [person, slot] of slotOf) matching[slot] = person;
  return matching;
}
