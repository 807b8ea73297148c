import {
  permissions as catalogue,
  kindOf,
  type Permission,
  permissionCatalogue,
  type ResourceKind,
  resourceKinds,
} from "@countersign/core";

/**
 * Permissions in words: what is the same for several kinds is said once. "view, publish (all kinds); change custom
 * roles" and so on; "nothing" when there are none.
 *
 * @param others how permissions that are about no kind are said: by what they allow, or by their names, which is shorter.
 */
export function permissionPhrase(
  permissions: readonly Permission[],
  others: "meanings" | "names" = "meanings",
): string {
  const held = new Set(permissions);
  const ofKinds = new Map<string, ResourceKind[]>();
  const rest: string[] = [];
  for (const permission of catalogue) {
    if (!held.has(permission)) continue;
    const kind = kindOf(permission);
    if (kind === null) rest.push(others === "names" ? permission : permissionCatalogue[permission].description);
    else {
      const action = permission.slice(kind.length + 1);
      ofKinds.set(action, [...(ofKinds.get(action) ?? []), kind]);
    }
  }
  const byKinds = new Map<string, string[]>();
  for (const [action, kinds] of ofKinds) {
    const words = kindsInWords(kinds);
    byKinds.set(words, [...(byKinds.get(words) ?? []), action]);
  }
  const phrases = [...byKinds].map(([kinds, actions]) => `${actions.join(", ")} (${kinds})`);
  return [...phrases, ...(others === "names" && rest.length > 0 ? [rest.join(", ")] : rest)].join("; ") || "nothing";
}

function kindsInWords(kinds: readonly ResourceKind[]): string {
  return kinds.length === resourceKinds.length ? "all kinds" : kinds.map((kind) => `${kind}s`).join(", ");
}
