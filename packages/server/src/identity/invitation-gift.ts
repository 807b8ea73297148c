import { z } from "zod";
import { instant, reference } from "../rpc/fields.ts";

/** What an invitation gives whoever accepts it. */
export interface InvitationGift {
  readonly bindings: readonly GiftedBinding[];
  readonly groupIds: readonly string[];
}

export interface GiftedBinding {
  readonly roleId: string;
  readonly scopeId: string;
  readonly expiresAt: string | null;
}

export const giftFields = {
  bindings: z
    .array(z.strictObject({ roleId: reference, scopeId: reference, expiresAt: instant.nullish() }))
    .max(100)
    .readonly(),
  groupIds: z.array(reference).max(100).readonly(),
};

/** As somebody asked for it: each thing once, in an order that does not depend on his. */
export function giftOf(input: {
  readonly bindings: readonly {
    readonly roleId: string;
    readonly scopeId: string;
    readonly expiresAt?: string | null | undefined;
  }[];
  readonly groupIds: readonly string[];
}): InvitationGift {
  const bindings = input.bindings.map(({ roleId, scopeId, expiresAt }) => ({
    roleId,
    scopeId,
    expiresAt: expiresAt ?? null,
  }));
  const distinct = new Map(bindings.map((binding) => [JSON.stringify(Object.values(binding)), binding]));
  return {
    bindings: [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, binding]) => binding),
    groupIds: [...new Set(input.groupIds)].sort(),
  };
}

/** Reads what {@link giftOf} made and a row has kept as JSON. */
export function readGift(row: { readonly bindings: string; readonly groupIds: string }): InvitationGift {
  return stored.parse({ bindings: JSON.parse(row.bindings), groupIds: JSON.parse(row.groupIds) });
}

const stored = z.object({
  bindings: z.array(z.object({ roleId: z.string(), scopeId: z.string(), expiresAt: z.string().nullable() })),
  groupIds: z.array(z.string()),
});
