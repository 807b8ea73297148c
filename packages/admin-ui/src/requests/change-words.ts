import type { ContentChangeRecord } from "@countersign/core";

/** The changed areas in words, each once, in the order of the comparison. */
export function changeWords(changes: readonly ContentChangeRecord[]): readonly string[] {
  const areas = new Map<string, number>();
  for (const change of changes) areas.set(change.area, (areas.get(change.area) ?? 0) + 1);
  return [...areas].map(([area, count]) => {
    const words = area.replaceAll("-", " ");
    return count === 1 ? words : `${words} (${count})`;
  });
}
