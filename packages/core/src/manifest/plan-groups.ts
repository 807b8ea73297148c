import type { ManifestProblem } from "./manifest.ts";
import { reaches } from "./plan-roles.ts";
import type { PlannedChange, PlannedMember, Planning } from "./planned-change.ts";

export function planGroups({ inventory, manifest }: Planning, problems: ManifestProblem[]): readonly PlannedChange[] {
  const standing = new Map(inventory.groups.map((group) => [group.name, group]));
  const inner = new Map(
    inventory.groups.map((group): readonly [string, readonly string[]] => [group.name, group.groups]),
  );
  for (const { name, groups } of manifest.groups) if (groups !== null) inner.set(name, groups);
  const made: PlannedChange[] = [];
  const filled: PlannedChange[] = [];
  for (const { name, description, members, groups, path } of manifest.groups) {
    if (reaches(inner, name, name)) {
      problems.push({
        path: [...path, "groups"],
        message: `The group "${name}" would be in itself.`,
        remedy: "Take the group that leads back to it out of it.",
      });
      continue;
    }
    const now = standing.get(name);
    if (now === undefined) made.push({ do: "create-group", name, description: description ?? "" });
    else if (description !== null && description !== now.description) {
      made.push({ do: "describe-group", id: now.id, name, description });
    }
    filled.push(
      ...places(name, "person", now?.members ?? [], members),
      ...places(name, "group", now?.groups ?? [], groups),
    );
  }
  // What is cleared goes first: a group may go from one into another.
  return [
    ...made,
    ...filled.filter((change) => change.do === "clear-place"),
    ...filled.filter((change) => change.do !== "clear-place"),
  ];
}

function places(
  group: string,
  type: PlannedMember["type"],
  now: readonly string[],
  wished: readonly string[] | null,
): readonly PlannedChange[] {
  if (wished === null) return [];
  const [old, next] = [new Set(now), new Set(wished)];
  return [
    ...now
      .filter((name) => !next.has(name))
      .map((name) => ({ do: "clear-place", group, member: { type, name } }) as const),
    ...wished
      .filter((name) => !old.has(name))
      .map((name) => ({ do: "fill-place", group, member: { type, name } }) as const),
  ];
}
