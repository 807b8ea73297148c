import type { ResourceKind } from "@countersign/core";

/** What a key fetches first: an address, as far as it is known. */
export interface FetchedAddress {
  readonly kind: ResourceKind;
  readonly workspace: string;
  readonly path: string;
  readonly label: string;
}

/**
 * A line for a shell that fetches something with a key.
 *
 * @param server where the server is, its base path included, without a slash at the end.
 */
export function fetchLine(server: string, secret: string, address: FetchedAddress): string {
  const route = [address.workspace, ...address.path.split("/")].map(encodeURIComponent).join("/");
  const url = `${server}/v1/${address.kind}s/${route}?label=${encodeURIComponent(address.label)}`;
  return `curl -H ${quote(`Authorization: Bearer ${secret}`)} ${quote(url)}`;
}

/** The server as the console sees it: the page's origin and the console's base path. */
export function serverAddress(page: string, basePath: string): string {
  const inner = basePath.split("/").filter((segment) => segment !== "");
  return [new URL(page).origin, ...inner].join("/");
}

/** A word for a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
