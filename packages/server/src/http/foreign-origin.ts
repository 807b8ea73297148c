/**
 * Whether a browser sends this request for a page of another origin. Pages of the request's own host and of the public
 * address are the server's own. An API key is no session: who holds one acts from anywhere. Clients that are no browsers
 * send neither `origin` nor `sec-fetch-site`, and hold no session that they did not open themselves.
 */
export function foreignOrigin(request: Request, publicUrl: string): boolean {
  if (request.method === "GET" || request.method === "HEAD" || request.headers.has("authorization")) return false;
  const origin = request.headers.get("origin");
  if (origin === null) {
    const site = request.headers.get("sec-fetch-site");
    return site !== null && site !== "same-origin" && site !== "none";
  }
  const host = hostOf(origin);
  // A proxy may speak TLS with the browser and not with this server, so that the schemes differ where the hosts don't.
  return host === null || (host !== hostOf(request.url) && host !== hostOf(publicUrl));
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}
