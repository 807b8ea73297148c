import type { SearchHit, WorkspaceRecord } from "@countersign/core";
import { type Address, addresses } from "../interface/addresses.ts";

/** The page on which a hit is shown. */
export function addressOfHit(hit: SearchHit, workspaces: readonly WorkspaceRecord[]): Address {
  const workspaceName = (id: string | null) => workspaces.find((workspace) => workspace.id === id)?.name ?? "";
  switch (hit.type) {
    case "workspace":
      return addresses.resources(workspaceName(hit.id) || hit.title);
    case "folder":
      return addresses.resources(workspaceName(hit.workspaceId), "prompt", { folder: hit.id });
    case "resource":
      return addresses.resource(hit.id);
    case "request":
      return addresses.request(hit.id);
    case "member":
      return addresses.member(hit.id);
    case "group":
      return addresses.group(hit.id);
    case "role":
      return addresses.role(hit.id);
    case "service-account":
      return addresses.serviceAccount(hit.id);
  }
}

/** What a hit is, in a word. */
export function hitWords(hit: SearchHit): string {
  switch (hit.type) {
    case "resource":
      return hit.kind ?? "resource";
    case "request":
      return "release request";
    case "member":
      return "person";
    case "service-account":
      return "service account";
    default:
      return hit.type;
  }
}

/** The line that a key leads to, round at both ends; `null` for other keys. */
export function moveSelection(selected: number, count: number, key: string): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return (selected + 1) % count;
    case "ArrowUp":
      return (selected - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
