import type {
  BindingRecord,
  CountersignApi,
  GroupRecord,
  PolicyRecord,
  RoleRecord,
  ServiceAccountRecord,
  WorkspaceRecord,
} from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type BindingWish, ensureBinding } from "./ensure-binding.ts";
import { ensureGroup, type GroupWish } from "./ensure-group.ts";
import { ensurePolicy, type PolicyWish } from "./ensure-policy.ts";
import { ensureRole, type RoleWish } from "./ensure-role.ts";
import { ensureServiceAccount, type ServiceAccountWish } from "./ensure-service-account.ts";
import { ensureWorkspace, type WorkspaceWish } from "./ensure-workspace.ts";
import type { Ensured } from "./ensured.ts";

/**
 * Brings access to what a script wishes. Each compares before it writes, so the second run writes nothing, and two runs
 * at once end well. Nobody gives more in this way than by hand: the server decides each write as it always does.
 */
export interface Provision {
  readonly ensureWorkspace: Ensure<WorkspaceWish, WorkspaceRecord>;
  readonly ensureRole: Ensure<RoleWish, RoleRecord>;
  readonly ensureGroup: Ensure<GroupWish, GroupRecord>;
  readonly ensureServiceAccount: Ensure<ServiceAccountWish, ServiceAccountRecord>;
  readonly ensureBinding: Ensure<BindingWish, BindingRecord>;
  readonly ensurePolicy: Ensure<PolicyWish, PolicyRecord>;
}

/** Brings one thing to what is wished; `changed` says whether anything was written. */
export type Ensure<Wish, Thing> = (wish: Wish, options?: ManyCallOptions) => Promise<Ensured<Thing>>;

export function createProvision(api: CountersignApi): Provision {
  return {
    ensureWorkspace: (wish, options) => ensureWorkspace(api, wish, options),
    ensureRole: (wish, options) => ensureRole(api, wish, options),
    ensureGroup: (wish, options) => ensureGroup(api, wish, options),
    ensureServiceAccount: (wish, options) => ensureServiceAccount(api, wish, options),
    ensureBinding: (wish, options) => ensureBinding(api, wish, options),
    ensurePolicy: (wish, options) => ensurePolicy(api, wish, options),
  };
}
