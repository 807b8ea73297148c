import { bindingName } from "./manifest.ts";
import type { PlannedChange, Planning } from "./planned-change.ts";

/** A binding that has ended already is one that need not be made. Its reason is that of the grant, and stays. */
export function planBindings({ inventory, manifest }: Planning): readonly PlannedChange[] {
  const standing = new Map(inventory.bindings.map((binding) => [bindingName(binding), binding]));
  const begin = (notBefore: string | null): string | null =>
    notBefore === null || notBefore <= inventory.at ? null : notBefore;
  return manifest.bindings.flatMap(({ path: _path, ...binding }): readonly PlannedChange[] => {
    if (binding.expiresAt !== null && binding.expiresAt <= inventory.at) return [];
    const now = standing.get(bindingName(binding));
    const same =
      now !== undefined && begin(now.notBefore) === begin(binding.notBefore) && now.expiresAt === binding.expiresAt;
    return same ? [] : [{ do: "bind", binding, replaces: now?.id ?? null }];
  });
}
