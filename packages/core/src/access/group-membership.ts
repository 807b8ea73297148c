import type { Group, GroupId, PrincipalId } from "./access-state.ts";

export type GroupTable = ReadonlyMap<GroupId, Group>;

/**
 * The groups that a principal is in, directly or through groups, each with the shortest way to it: from the group that
 * names him to the group itself. Cycles of groups change nothing.
 */
export function groupsOf(groups: GroupTable, principalId: PrincipalId): ReadonlyMap<GroupId, readonly GroupId[]> {
  const ways = new Map<GroupId, readonly GroupId[]>();
  const { byMember, around } = indexOf(groups);
  let front = (byMember.get(principalId) ?? []).map((id): readonly GroupId[] => [id]);
  while (front.length > 0) {
    const next: (readonly GroupId[])[] = [];
    for (const way of front) {
      const last = way.at(-1);
      if (last === undefined || ways.has(last)) continue;
      ways.set(last, way);
      for (const outer of around.get(last) ?? []) next.push([...way, outer]);
    }
    front = next;
  }
  return ways;
}

/**
 * The ways on which a principal is in a group, none passing a group twice. Shortest first, at most `limit` of them.
 */
export function groupChains(
  groups: GroupTable,
  principalId: PrincipalId,
  groupId: GroupId,
  limit: number,
): readonly (readonly GroupId[])[] {
  const through = groupsOf(groups, principalId);
  const chains: (readonly GroupId[])[] = [];
  let front: readonly (readonly GroupId[])[] = [[groupId]];
  while (front.length > 0 && chains.length < limit) {
    const next: (readonly GroupId[])[] = [];
    for (const chain of front) {
      const group = groups.get(chain[0] ?? groupId);
      if (group === undefined) continue;
      if (group.memberIds.includes(principalId)) chains.push(chain);
      for (const inner of [...group.groupIds].sort()) {
        if (through.has(inner) && !chain.includes(inner)) next.push([inner, ...chain]);
      }
    }
    front = next.slice(0, MAX_FRONT);
  }
  return chains.slice(0, limit);
}

/** A group on a cycle of groups, which a writer must refuse; `null` where there is none. */
export function findGroupCycle(groups: GroupTable): GroupId | null {
  return sortedIds(groups).find((id) => reaches(groups, id, id)) ?? null;
}

// Nested groups can be in each other in exponentially many ways; an explanation needs none beyond these.
const MAX_FRONT = 1000;

function sortedIds(groups: GroupTable): readonly GroupId[] {
  return [...groups.keys()].sort();
}

/** The groups that name a principal, and those that name a group, each list by id. */
interface GroupIndex {
  readonly byMember: ReadonlyMap<PrincipalId, readonly GroupId[]>;
  readonly around: ReadonlyMap<GroupId, readonly GroupId[]>;
}

const indexes = new WeakMap<GroupTable, GroupIndex>();

/** Looked up once for each table: one never changes. */
function indexOf(groups: GroupTable): GroupIndex {
  const known = indexes.get(groups);
  if (known !== undefined) return known;
  const [byMember, around] = [new Map<PrincipalId, GroupId[]>(), new Map<GroupId, GroupId[]>()];
  const note = (lists: Map<string, GroupId[]>, names: readonly string[], id: GroupId): void => {
    for (const name of new Set(names)) {
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [id]);
      else list.push(id);
    }
  };
  for (const id of sortedIds(groups)) {
    note(byMember, groups.get(id)?.memberIds ?? [], id);
    note(around, groups.get(id)?.groupIds ?? [], id);
  }
  const index = { byMember, around };
  indexes.set(groups, index);
  return index;
}

function reaches(groups: GroupTable, from: GroupId, target: GroupId): boolean {
  const seen = new Set<GroupId>();
  const open = [...(groups.get(from)?.groupIds ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === target) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(groups.get(id)?.groupIds ?? []));
  }
  return false;
}
