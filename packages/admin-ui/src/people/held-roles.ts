import type { BindingRecord, GroupRecord, MemberRecord } from "@countersign/core";

/** A role that somebody holds now, and by what. */
export interface HeldRole {
  readonly bindingId: string;
  readonly roleName: string;
  /** Workspace and path; the organization's name at the top. */
  readonly where: string;
  /** The name of the group it comes by; `null` when it is given directly. */
  readonly group: string | null;
  readonly expiresAt: string | null;
}

/**
 * The roles that count for a person now: direct ones, and those of every group that holds one of the person's groups.
 * Direct ones first, then by place.
 */
export function heldRoles(
  member: Pick<MemberRecord, "bindings" | "groups">,
  groups: readonly GroupRecord[],
): readonly HeldRole[] {
  const direct = member.bindings.map((binding) => held(binding, null));
  const through = groupsAround(
    member.groups.map(({ id }) => id),
    groups,
  ).flatMap((group) => group.bindings.map((binding) => held(binding, group.name)));
  return [...direct, ...through].filter((role) => role !== null);
}

/** The soonest end of what somebody holds; `null` when nothing of it ends. */
export function soonestEnd(roles: readonly HeldRole[]): string | null {
  const ends = roles.map(({ expiresAt }) => expiresAt).filter((end) => end !== null);
  return [...ends].sort()[0] ?? null;
}

/** The groups with these ids, and all that hold one of them over any number of steps. */
export function groupsAround(ids: readonly string[], groups: readonly GroupRecord[]): readonly GroupRecord[] {
  const around = new Set(ids);
  for (let before = -1; before !== around.size; ) {
    before = around.size;
    for (const group of groups) if (group.groups.some(({ id }) => around.has(id))) around.add(group.id);
  }
  return groups.filter(({ id }) => around.has(id));
}

function held(binding: BindingRecord, group: string | null): HeldRole | null {
  if (binding.state !== "active") return null;
  return {
    bindingId: binding.id,
    roleName: binding.role.name,
    where: binding.scope.path,
    group,
    expiresAt: binding.expiresAt,
  };
}
