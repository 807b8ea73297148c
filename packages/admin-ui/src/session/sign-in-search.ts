import { searchFields } from "../interface/search-fields.ts";

/** Where to go after signing in: an address within the console, never one that leads elsewhere. */
export const signInSearch = searchFields({ to: innerAddress });

/** A path below the console's base; anything that a browser would read as another site is left out. */
export function innerAddress(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("/")) return undefined;
  return /^\/[/\\]/.test(value) || /[\r\n\t]/.test(value) ? undefined : value;
}
