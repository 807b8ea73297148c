import type { Locator } from "../command/requirement.ts";

/** A person of the organization by the argument `memberId`; he sees himself, others need `member:view`. */
export const memberArgument: Locator<{ readonly memberId: string }> = {
  argument: "memberId",
  locate: async (reading, { memberId }) =>
    reading.state.principals.get(memberId)?.type === "user"
      ? {
          scopeId: reading.organizationId,
          target: { type: "principal", id: memberId },
          visibleBy: ["member:view", "member:manage"],
          own: memberId === reading.actor.principalId,
        }
      : null,
};
