import type { ManifestProblem } from "./manifest.ts";
import type { PlannedChange, Planning } from "./planned-change.ts";
import { sameList } from "./same-list.ts";

export function planRoles({ inventory, manifest }: Planning, problems: ManifestProblem[]): readonly PlannedChange[] {
  const standing = new Map(inventory.roles.map((role) => [role.name, role]));
  const includes = new Map(
    [...inventory.roles, ...manifest.roles].map((role): readonly [string, readonly string[]] => [
      role.name,
      role.includes,
    ]),
  );
  return manifest.roles.flatMap(({ path, ...wished }): readonly PlannedChange[] => {
    if (reaches(includes, wished.name, wished.name)) {
      problems.push({
        path: [...path, "includes"],
        message: `The role "${wished.name}" would include itself.`,
        remedy: "Take the role that leads back to it out of its includes.",
      });
      return [];
    }
    const now = standing.get(wished.name);
    const role = { ...wished, description: wished.description ?? now?.description ?? "" };
    if (now === undefined) return [{ do: "create-role", role }];
    const same =
      sameList([...now.permissions].sort(), [...role.permissions].sort()) &&
      sameList(now.includes, role.includes) &&
      now.description === role.description;
    if (same) return [];
    const { id, managedBy: _owner, ...before } = now;
    return [{ do: "change-role", id, before, role }];
  });
}

/** Whether one leads to the other over at least one step. */
export function reaches(steps: ReadonlyMap<string, readonly string[]>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const open = [...(steps.get(from) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === target) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(steps.get(name) ?? []));
  }
  return false;
}
