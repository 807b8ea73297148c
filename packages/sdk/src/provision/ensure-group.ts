import type { CountersignApi, GroupMember, GroupRecord } from "@countersign/core";
import { allItems } from "../place/all-items.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type Ensured, ensure } from "./ensured.ts";
import { collect, groupIdOf, personIdOf } from "./named.ts";

export interface GroupWish {
  /** A group is recognized by its name. */
  readonly name: string;
  /** Left as it is where it is not given. */
  readonly description?: string | undefined;
  /** People who must be in it, by address or id. Others stay. */
  readonly members?: readonly string[] | undefined;
  /** Groups that must be in it, by name or id. Others stay. */
  readonly groups?: readonly string[] | undefined;
  /** What provisions it, shown beside it. */
  readonly managedBy?: string | undefined;
}

/** `group:manage` and `member:view`. A group of this name with at least these members. */
export async function ensureGroup(
  api: CountersignApi,
  wish: GroupWish,
  options?: ManyCallOptions,
): Promise<Ensured<GroupRecord>> {
  const members = await membersOf(api, wish, options);
  const { name, description, managedBy } = wish;
  let group = await ensure<GroupRecord>({
    find: async () =>
      (await collect(allItems(api.group.list, { search: name }, options))).find((one) => one.name === name) ?? null,
    create: () => api.group.create({ name, description, managedBy }, options),
    update: (found) =>
      description === undefined || found.description === description
        ? null
        : () => api.group.update({ groupId: found.id, description }, options),
  });
  for (const member of members) {
    const present = member.type === "group" ? group.groups : group.members;
    if (present.some(({ id }) => id === member.id)) continue;
    group = { ...(await api.group.addMember({ groupId: group.id, member }, options)), changed: true };
  }
  return group;
}

async function membersOf(
  api: CountersignApi,
  wish: GroupWish,
  options: ManyCallOptions | undefined,
): Promise<readonly GroupMember[]> {
  const members: GroupMember[] = [];
  for (const person of wish.members ?? []) {
    members.push({ type: "principal", id: await personIdOf(api, person, options) });
  }
  for (const group of wish.groups ?? []) members.push({ type: "group", id: await groupIdOf(api, group, options) });
  return members;
}
