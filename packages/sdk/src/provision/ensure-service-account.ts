import type { CountersignApi, ServiceAccountRecord } from "@countersign/core";
import { allItems } from "../place/all-items.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type ScopeAddress, scopeIdOf } from "../place/scope-address.ts";
import { type Ensured, ensure, sameSet } from "./ensured.ts";
import { collect, personIdsOf } from "./named.ts";

export interface ServiceAccountWish {
  /** A service account is recognized by its name and its home. */
  readonly name: string;
  /** Left as it is where it is not given. */
  readonly description?: string | undefined;
  /** What it belongs to: the organization or a workspace. */
  readonly home: ScopeAddress;
  /** Exactly the people who answer for it, by address or id. Left as it is, at first oneself, where it is not given. */
  readonly responsible?: readonly string[] | undefined;
  /** What provisions it, shown beside it. */
  readonly managedBy?: string | undefined;
}

/** `service-account:manage` at its home. Its keys are made apart, because their secrets are shown once. */
export async function ensureServiceAccount(
  api: CountersignApi,
  wish: ServiceAccountWish,
  options?: ManyCallOptions,
): Promise<Ensured<ServiceAccountRecord>> {
  const { name, description, managedBy } = wish;
  const homeScopeId = await scopeIdOf(api, wish.home, options);
  const responsibleIds = wish.responsible === undefined ? undefined : await personIdsOf(api, wish.responsible, options);
  return ensure<ServiceAccountRecord>({
    find: async () => {
      const accounts = await collect(allItems(api.serviceAccount.list, {}, options));
      return accounts.find((one) => one.name === name && one.homeScopeId === homeScopeId) ?? null;
    },
    create: () => api.serviceAccount.create({ name, description, homeScopeId, responsibleIds, managedBy }, options),
    update: (found) => {
      const present = found.responsible.map(({ id }) => id);
      return (description === undefined || found.description === description) &&
        (responsibleIds === undefined || sameSet(present, responsibleIds))
        ? null
        : () => api.serviceAccount.update({ serviceAccountId: found.id, description, responsibleIds }, options);
    },
  });
}
