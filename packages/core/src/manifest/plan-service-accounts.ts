import type { PlannedChange, Planning } from "./planned-change.ts";
import { sameList } from "./same-list.ts";

export function planServiceAccounts({ inventory, manifest }: Planning): readonly PlannedChange[] {
  const standing = new Map(inventory.serviceAccounts.map((account) => [account.name, account]));
  return manifest.serviceAccounts.flatMap(({ path: _path, ...account }): readonly PlannedChange[] => {
    const now = standing.get(account.name);
    if (now === undefined) return [{ do: "create-service-account", account }];
    const { name } = account;
    const description = account.description === now.description ? null : account.description;
    const same = account.responsible === null || sameList(now.responsible, account.responsible);
    const responsible = same ? null : account.responsible;
    if (description === null && responsible === null) return [];
    return [{ do: "change-service-account", id: now.id, name, description, responsible }];
  });
}
