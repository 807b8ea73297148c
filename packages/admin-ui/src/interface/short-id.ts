/** An id or digest short enough to read: the algorithm's name and the dash stay off, the first eight characters stay. */
export function shortId(id: string): string {
  const bare = id.startsWith("sha256:") ? id.slice("sha256:".length) : id;
  const separator = bare.lastIndexOf("_");
  const prefix = separator === -1 || separator > 8 ? "" : bare.slice(0, separator + 1);
  const rest = bare.slice(prefix.length);
  return rest.length <= 12 ? bare : `${prefix}${rest.slice(0, 8)}…`;
}

/** The beginning of a key's thumbprint, which has no prefix, whatever its dashes. */
export function shortThumbprint(keyId: string): string {
  return keyId.length <= 10 ? keyId : `${keyId.slice(0, 8)}…`;
}
