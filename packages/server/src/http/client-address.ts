/**
 * The address of the client behind so many trusted reverse proxies. Each of them appends the address that it sees to
 * `x-forwarded-for`; what stands further left was written by whoever wanted to, and is not believed.
 */
export function clientAddress(peer: string, forwardedFor: string | null, proxies: number): string {
  if (proxies === 0 || forwardedFor === null) return peer;
  const hops = forwardedFor
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return hops.at(-proxies) ?? hops[0] ?? peer;
}
