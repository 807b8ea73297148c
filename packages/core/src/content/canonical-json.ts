import { child } from "./json-pointer.ts";
import { isWellFormed } from "./utf8.ts";

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** How deep arrays and objects may stand in each other. */
export const MAX_JSON_DEPTH = 128;

/** A value has no canonical JSON. `pointer` says where in it, as a JSON pointer (RFC 6901). */
export class CanonicalJsonError extends TypeError {
  readonly pointer: string;

  constructor(pointer: string, problem: string) {
    super(`No canonical JSON at ${pointer === "" ? "the top" : pointer}: ${problem}`);
    this.name = "CanonicalJsonError";
    this.pointer = pointer;
  }
}

/**
 * The canonical JSON text of a value (RFC 8785): no white space, keys in the order of their UTF-16 code units, numbers
 * and strings as ECMAScript writes them. Equal values have equal texts, whatever the order of their keys.
 *
 * Throws a `CanonicalJsonError` for what JSON cannot say although a type may claim it: `undefined` (also as a property
 * or a hole in an array), `NaN` and the infinities, bigints, functions, symbols, lone surrogates, objects that are not
 * plain (dates, maps, class instances), and anything deeper than {@link MAX_JSON_DEPTH}, cycles among it.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, "", 0);
}

/** Whether the value is an array; unlike `Array.isArray` it narrows read-only arrays. */
export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether the value is an object and no array. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function write(value: unknown, pointer: string, depth: number): string {
  switch (typeof value) {
    case "string":
      return writeString(value, pointer);
    case "number":
      if (!Number.isFinite(value)) throw new CanonicalJsonError(pointer, `${value} is no JSON number.`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object": {
      if (value === null) return "null";
      if (depth >= MAX_JSON_DEPTH) {
        throw new CanonicalJsonError(pointer, `it is deeper than ${MAX_JSON_DEPTH} levels, or contains itself.`);
      }
      return Array.isArray(value) ? writeArray(value, pointer, depth) : writeObject(value, pointer, depth);
    }
    default:
      throw new CanonicalJsonError(pointer, `JSON has no ${typeof value}; leave it out, or write null.`);
  }
}

function writeString(text: string, pointer: string): string {
  if (!isWellFormed(text)) throw new CanonicalJsonError(pointer, "the text holds half of a surrogate pair; remove it.");
  return JSON.stringify(text);
}

function writeArray(items: readonly unknown[], pointer: string, depth: number): string {
  const parts: string[] = [];
  // By index and not by `map`, which would skip holes.
  for (let index = 0; index < items.length; index += 1) {
    parts.push(write(items[index], child(pointer, index), depth + 1));
  }
  return `[${parts.join(",")}]`;
}

function writeObject(value: object, pointer: string, depth: number): string {
  if (!isPlain(value)) throw new CanonicalJsonError(pointer, "only plain objects are JSON; convert it first.");
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = entries.map(([key, item]) => {
    const at = child(pointer, key);
    return `${writeString(key, at)}:${write(item, at, depth + 1)}`;
  });
  return `{${parts.join(",")}}`;
}

/** Also true of plain objects of another realm, whose prototype is another `Object.prototype`. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === "object" && Object.getPrototypeOf(prototype) === null);
}
