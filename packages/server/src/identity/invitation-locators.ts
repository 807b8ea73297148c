import type { Locator } from "../command/requirement.ts";
import { findInvitation } from "./invitation-store.ts";

/** An invitation by the argument `invitationId`, seen by who may invite. */
export const invitationArgument: Locator<{ readonly invitationId: string }> = {
  argument: "invitationId",
  locate: async (reading, { invitationId }) => {
    const invitation = await findInvitation(reading.tx, reading.organizationId, invitationId);
    return invitation === null
      ? null
      : {
          scopeId: reading.organizationId,
          target: { type: "invitation", id: invitation.id },
          visibleBy: ["member:invite"],
        };
  },
};
