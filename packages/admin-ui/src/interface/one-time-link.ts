/**
 * The link of an invitation or of a new password: below the console's base, the token behind the hash, where no server
 * and no log on the way sees it.
 *
 * @param page where the console is now, for example `https://host/x/people`.
 * @param basePath the console's base, for example `/x`.
 */
export function oneTimeLink(page: string, basePath: string, token: string): string {
  const inner = basePath.split("/").filter((segment) => segment !== "");
  const path = inner.length === 0 ? "/" : `/${inner.join("/")}/`;
  return `${new URL(page).origin}${path}#/invitation/${encodeURIComponent(token)}`;
}
