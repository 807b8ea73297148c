import { type BindingRecord, type CountersignApi, CountersignError } from "@countersign/core";
import { allItems } from "../place/all-items.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type ScopeAddress, scopeIdOf } from "../place/scope-address.ts";
import { type Ensured, ensure } from "./ensured.ts";
import { collect, type HolderAddress, holderOf, roleIdOf } from "./named.ts";

export interface BindingWish {
  /** A binding is recognized by its holder, its role and its scope. */
  readonly holder: HolderAddress;
  /** By id or name, for example `workspace.reviewer`. */
  readonly role: string;
  readonly scope: ScopeAddress;
  /** ISO 8601. Default: from now on. */
  readonly notBefore?: string | null | undefined;
  /** ISO 8601. Default: never. */
  readonly expiresAt?: string | null | undefined;
  /** Why, for whoever reviews access later; kept from the binding that is there. */
  readonly reason?: string | undefined;
  /** What provisions it, shown beside it. */
  readonly managedBy?: string | undefined;
}

/**
 * `binding:manage` at the scope. A binding whose times differ is taken away and given anew, which its holder may notice
 * in between.
 */
export async function ensureBinding(
  api: CountersignApi,
  wish: BindingWish,
  options?: ManyCallOptions,
): Promise<Ensured<BindingRecord>> {
  const holder = await holderOf(api, wish.holder, options);
  const roleId = await roleIdOf(api, wish.role, options);
  const scopeId = await scopeIdOf(api, wish.scope, options);
  const { reason, managedBy } = wish;
  const notBefore = instantOf("notBefore", wish.notBefore);
  const expiresAt = instantOf("expiresAt", wish.expiresAt);
  const create = (): Promise<BindingRecord> =>
    api.binding.create({ holder, roleId, scopeId, reason, notBefore, expiresAt, managedBy }, options);
  return ensure<BindingRecord>({
    find: async () => {
      const bindings = await collect(allItems(api.binding.list, { scopeId, holderId: holder.id, roleId }, options));
      // The list holds what counts at the scope, so also what is inherited from above.
      const own = bindings.filter((one) => one.scope.id === scopeId && one.state !== "expired");
      return own.find((one) => hasTimes(one, notBefore, expiresAt)) ?? own[0] ?? null;
    },
    create,
    update: (found) =>
      hasTimes(found, notBefore, expiresAt)
        ? null
        : async () => {
            await api.binding.delete({ bindingId: found.id }, options);
            return create();
          },
  });
}

function hasTimes(binding: BindingRecord, notBefore: string | null, expiresAt: string | null): boolean {
  return binding.notBefore === notBefore && binding.expiresAt === expiresAt;
}

/** As the server writes instants, so that equal ones are equal texts. */
function instantOf(name: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new CountersignError({
    code: "invalid",
    message: `"${name}" is "${text}", which is no time.`,
    remedy: "Write it like 2026-03-01T12:00:00Z.",
  });
}
