import type { Feature, NavigationEntry, NavigationSection } from "./feature.ts";

const sections: readonly NavigationSection[] = ["work", "workspace", "people", "access", "organization"];

/** The navigation's blocks in their order, their lines in theirs; empty blocks are left out. */
export function navigationOf(
  from: readonly Feature[],
): readonly { readonly section: NavigationSection; readonly entries: readonly NavigationEntry[] }[] {
  const entries = from.flatMap((feature) => feature.navigation ?? []);
  return sections
    .map((section) => ({
      section,
      entries: entries.filter((entry) => entry.section === section).sort((a, b) => a.order - b.order),
    }))
    .filter((block) => block.entries.length > 0);
}
