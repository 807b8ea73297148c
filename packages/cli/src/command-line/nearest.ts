/** The word that somebody most likely meant: the nearest one, if it is near at all. */
export function nearest(written: string, known: readonly string[]): string | null {
  const ranked = known
    .map((word) => ({ word, edits: editsBetween(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, written.length) / 3)))
    .sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : 1));
  return ranked[0]?.word ?? null;
}

/** "Did you mean" with the nearest word; nothing where none is near. */
export function didYouMean(written: string, known: readonly string[], quote = ""): string {
  const word = nearest(written, known);
  return word === null ? "" : ` Did you mean ${quote}${word}?`;
}

/** Letters to put in, take out, replace or swap with their neighbour. */
function editsBetween(one: string, other: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const here = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      let least = Math.min((above[at] ?? 0) + 1, (here[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        least = Math.min(least, (twoAbove[at - 2] ?? 0) + 1);
      }
      here.push(least);
    }
    twoAbove = above;
    above = here;
  }
  return above[other.length] ?? 0;
}
