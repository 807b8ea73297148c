import { refuse } from "../command/refuse.ts";

/** A place in a list, as clients carry it: opaque to them. */
export function encodeCursor(position: string): string {
  return Buffer.from(position, "utf8").toString("base64url");
}

/**
 * The place that a client gave back; `null` for the first page.
 *
 * @throws a refusal for text that no list has given out.
 */
export function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  if (position !== "" && !position.includes("\0") && encodeCursor(position) === cursor) return position;
  return refuse({
    code: "invalid",
    message: "The cursor is none that a list has given out.",
    remedy: "Give back `nextCursor` of the page before, unchanged, or none for the first page.",
  });
}
