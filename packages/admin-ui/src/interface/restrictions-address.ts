import type { ScopeRef } from "@countersign/core";
import { type Address, addresses } from "./addresses.ts";

/**
 * Where the restrictions of a place are shown; those of a resource among those of its workspace.
 *
 * @param restriction the one that is looked for.
 */
export function restrictionsAddress(
  { id, type, path }: Pick<ScopeRef, "id" | "type" | "path">,
  restriction?: string,
): Address {
  if (type === "organization") return addresses.restrictions(null, sought(restriction));
  const [workspace = ""] = path.split("/");
  return addresses.restrictions(workspace, { ...(type === "folder" ? { folder: id } : {}), ...sought(restriction) });
}

function sought(restriction: string | undefined): { readonly restriction?: string } {
  return restriction === undefined ? {} : { restriction };
}
