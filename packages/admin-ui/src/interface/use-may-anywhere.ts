import type { Permission } from "@countersign/core";
import { type May, useDecide } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { useWorkspaces } from "../client/workspaces.tsx";

/** Whether something may be done in the organization or in any workspace: then the form that asks where is worth opening. */
export function useMayAnywhere(permission: Permission): May {
  const me = useMe();
  const { all = [] } = useWorkspaces();
  const decide = useDecide();
  const inOrganization = decide(permission, me.organization.id);
  return all.map(({ id }) => decide(permission, id)).find(({ allowed }) => allowed) ?? inOrganization;
}
