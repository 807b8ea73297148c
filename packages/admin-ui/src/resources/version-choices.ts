import type { ResourceRecord, VersionSummary } from "@countersign/core";

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
}

/** The versions worth a look without reading the history: the newest, what each label serves, and the one looked at. */
export function versionChoices(
  resource: Pick<ResourceRecord, "labels" | "drafts">,
  shown: Pick<VersionSummary, "id" | "number">,
): readonly VersionChoice[] {
  const named = new Map<string, { number: number; names: string[] }>();
  const add = (id: string, number: number, name: string | null) => {
    const entry = named.get(id) ?? { number, names: [] };
    if (name !== null) entry.names.push(name);
    named.set(id, entry);
  };
  const drafts = resource.drafts;
  if (drafts !== null && drafts.latestVersionId !== null) add(drafts.latestVersionId, drafts.latestVersion, "newest");
  for (const label of resource.labels) {
    if (label.versionNumber !== null) add(label.versionId, label.versionNumber, label.name);
  }
  add(shown.id, shown.number, null);
  return [...named]
    .sort(([, a], [, b]) => b.number - a.number)
    .map(([value, { number, names }]) => ({ value, label: [`v${number}`, ...names].join(" · ") }));
}
