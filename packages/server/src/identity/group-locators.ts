import type { Locator } from "../command/requirement.ts";

/** A group by the argument `groupId`, seen by whoever sees the members. */
export const groupArgument: Locator<{ readonly groupId: string }> = {
  argument: "groupId",
  locate: async (reading, { groupId }) =>
    reading.state.groups.has(groupId)
      ? {
          scopeId: reading.organizationId,
          target: { type: "group", id: groupId },
          visibleBy: ["member:view", "group:manage"],
        }
      : null,
};
