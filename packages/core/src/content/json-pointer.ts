import { isJsonObject, type JsonValue } from "./canonical-json.ts";

/** Appends one step to a JSON pointer (RFC 6901): `child("/messages", 0)` is `/messages/0`. The whole document is `""`. */
export function child(pointer: string, step: string | number): string {
  const text = String(step);
  return `${pointer}/${/[~/]/.test(text) ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text}`;
}

/** The value that a JSON pointer leads to; `undefined` where it leads nowhere. */
export function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  if (pointer === "") return document;
  if (!pointer.startsWith("/")) return undefined;
  let value: JsonValue | undefined = document;
  for (const step of pointer.slice(1).split("/")) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
    else if (value !== undefined && isJsonObject(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}
