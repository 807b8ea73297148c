import { type AccessState, type Binding, type Group, judge, type Principal } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import type { InvitationGift } from "./invitation-gift.ts";

/**
 * Goes on only if a person who had nothing before, and got all of this now, would have nothing that the actor may not
 * hand on. The effect on those who are there would not tell: a suspended person, and a group without members, gain
 * nothing yet.
 */
export function assertMayGiveNewcomer(command: Command, gift: InvitationGift): void {
  const judged = judge(command.state, withNewcomer(command.state, gift), command.asker, command.now);
  if (!judged.ok) refuse(judged.error);
}

function withNewcomer(state: AccessState, gift: InvitationGift): AccessState {
  const newcomer: Principal = { type: "user", id: newId("prn"), active: true, localSignIn: true };
  const bindings = gift.bindings.map(
    ({ roleId, scopeId, expiresAt }): Binding => ({
      id: newId("bnd"),
      holder: { type: "principal", id: newcomer.id },
      roleId,
      scopeId,
      notBefore: null,
      expiresAt,
    }),
  );
  const joined = [...state.groups.values()].filter(({ id }) => gift.groupIds.includes(id));
  const groups = joined.map((group): Group => ({ ...group, memberIds: [...group.memberIds, newcomer.id] }));
  return {
    ...state,
    principals: new Map([...state.principals, [newcomer.id, newcomer]]),
    bindings: new Map([...state.bindings, ...bindings.map((binding) => [binding.id, binding] as const)]),
    groups: new Map([...state.groups, ...groups.map((group) => [group.id, group] as const)]),
  };
}
