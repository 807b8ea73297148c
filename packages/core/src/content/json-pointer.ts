/** Appends one step to a JSON pointer (RFC 6901): `child("/messages", 0)` is `/messages/0`. The whole document is `""`. */
export function child(pointer: string, step: string | number): string {
  const text = String(step);
  return `${pointer}/${/[~/]/.test(text) ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text}`;
}
