import { OWNER_ROLE, parseAccessState, rolesHeldOn } from "@countersign/core";
import { useMemo } from "react";
import { useAsk } from "../client/ask.ts";

/** Whether the signed-in person is an owner of the organization; false until that is known. */
export function useIsOwner(): boolean {
  const slice = useAsk(["access", "slice"], (client, options) => client.access.slice({}, options));
  const { data } = slice;
  return useMemo(() => {
    if (data === undefined) return false;
    const { principalId, organizationId: scopeId, at } = data;
    return rolesHeldOn(parseAccessState(data.state), { principalId, scopeId, at }).has(OWNER_ROLE);
  }, [data]);
}
