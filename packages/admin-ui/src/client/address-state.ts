import { useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

/** What the address's search says, read by the same reader that the route validates with. */
export function useSearchOf<S>(read: (search: Record<string, unknown>) => S): S {
  const search: Record<string, unknown> = useSearch({ strict: false });
  return useMemo(() => read(search), [read, search]);
}

/** A named part of the address, which the page's route declares as `$name`. */
export function useAddressPart(name: string): string {
  const parts: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const value = parts[name];
  if (value === undefined)
    throw new Error(`The route of this page declares no part named "${name}"; add $${name} to its path.`);
  return value;
}
