import {
  type AccessSlice,
  CompiledPolicy,
  forbidden,
  momentOf,
  type Permission,
  parseAccessState,
} from "@countersign/core";
import { useMemo } from "react";
import { useAsk } from "./ask.ts";

/** Whether the signed-in principal may do something, and why not. */
export type May = { readonly allowed: true; readonly why: null } | { readonly allowed: false; readonly why: string };

/**
 * The scope that is asked about, most specific first: the first that the signed-in person's slice of the access state
 * knows is decided on, because a resource has what its folder has, and a folder what its workspace has.
 */
export type Place = string | null | readonly (string | null | undefined)[];

/** The same decision as the server's, taken in the browser. `null` as the place asks about the organization. */
export function useMay(permission: Permission, place: Place): May {
  const decide = useDecide();
  return decide(permission, place);
}

/** Whether it may be done anywhere at all; if not, the reason is the organization's. */
export function useMaySomewhere(permission: Permission): May {
  const decide = useDecide();
  const slice = useSlice();
  return useMemo(() => {
    const scopes = slice?.state.scopes ?? [];
    return (
      scopes.map((scope) => decide(permission, scope.id)).find(({ allowed }) => allowed) ?? decide(permission, null)
    );
  }, [slice, decide, permission]);
}

/** The decision as a function, for lists. */
export function useDecide(): (permission: Permission, place: Place) => May {
  const slice = useSlice();
  return useMemo(() => (slice === undefined ? undecided : decideWith(slice)), [slice]);
}

function useSlice(): AccessSlice | undefined {
  return useAsk(["access", "slice"], (client, options) => client.access.slice({}, options)).data;
}

/** Decides out of a slice, at the slice's time. Whatever can't be decided is refused. */
export function decideWith(slice: AccessSlice): (permission: Permission, place: Place) => May {
  const policy = CompiledPolicy.of(parseAccessState(slice.state));
  const at = momentOf(slice.at);
  const known = new Set(slice.state.scopes.map((scope) => scope.id));
  return (permission, place) => {
    const scopeId = place === null ? slice.organizationId : scopeOf(place, known);
    const decision = policy.decide({ principalId: slice.principalId, permission, scopeId, at });
    if (decision.allowed) return { allowed: true, why: null };
    const refusal = forbidden(decision);
    return { allowed: false, why: [refusal.message, refusal.remedy].filter((part) => part !== undefined).join(" ") };
  };
}

/** A scope that nobody knows is asked about all the same: it is refused there. */
function scopeOf(place: string | readonly (string | null | undefined)[], known: ReadonlySet<string>): string {
  if (typeof place === "string") return place;
  const ids = place.filter((id) => typeof id === "string");
  return ids.find((id) => known.has(id)) ?? ids[0] ?? "";
}

function undecided(): May {
  return { allowed: false, why: "Your permissions are being read." };
}
