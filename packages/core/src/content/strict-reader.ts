import { canonicalJson, type JsonObject, type JsonValue } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { ContentProblem, ContentProblemCode } from "./content-problem.ts";
import { child } from "./json-pointer.ts";
import { isWellFormed, utf8Length } from "./utf8.ts";

/** An object whose keys were checked: the reader's methods take its values out by key. */
export interface ReadObject {
  readonly path: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * Takes typed values out of unknown JSON and collects what is wrong with it.
 *
 * Every method answers `undefined` where it noted a problem, so that one pass finds all problems. The caller looks at
 * {@link problems} at the end: a value counts only if there are none.
 */
export class StrictReader {
  readonly #problems: ContentProblem[] = [];

  /** At most the first 100: a hostile content must not make a hostile answer. */
  get problems(): readonly ContentProblem[] {
    return this.#problems;
  }

  note(path: string, code: ContentProblemCode, message: string): undefined {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ path, code, message });
    return undefined;
  }

  /** An object with the required keys, perhaps the optional ones, and no others. */
  object(
    value: unknown,
    path: string,
    keys: { readonly required: readonly string[]; readonly optional?: readonly string[] },
  ): ReadObject | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.note(path, "wrong-type", `${named(path)} must be an object, it is ${typeName(value)}.`);
    }
    const values = new Map<string, unknown>(Object.entries(value));
    const known = [...keys.required, ...(keys.optional ?? [])];
    for (const key of values.keys()) {
      if (!known.includes(key)) {
        const message = `${named(path)} has no key "${key.slice(0, 80)}"; remove it, or use one of ${known.join(", ")}.`;
        this.note(child(path, isWellFormed(key) ? key.slice(0, 200) : "?"), "unknown-key", message);
      }
    }
    for (const key of keys.required) {
      if (!values.has(key)) this.note(child(path, key), "missing", `${named(path)} needs "${key}"; add it.`);
    }
    return { path, values };
  }

  /** What `read` makes of the value under the key; `undefined` where the key is absent, which `object` judged. */
  field<T>(object: ReadObject, key: string, read: (value: unknown, path: string) => T | undefined): T | undefined {
    return object.values.has(key) ? read(object.values.get(key), child(object.path, key)) : undefined;
  }

  /** Each item as `read` gives it, those with problems left out. Reads none of too many. */
  array<T>(
    value: unknown,
    path: string,
    limit: { readonly min?: number; readonly max: number },
    read: (item: unknown, path: string, index: number) => T | undefined,
  ): readonly T[] | undefined {
    if (!Array.isArray(value)) {
      return this.note(path, "wrong-type", `${named(path)} must be an array, it is ${typeName(value)}.`);
    }
    const items: readonly unknown[] = value;
    if (items.length > limit.max) {
      const message = `${named(path)} has ${items.length} items, at most ${limit.max} are allowed; split it.`;
      return this.note(path, "too-many", message);
    }
    if (items.length < (limit.min ?? 0)) {
      return this.note(path, "empty", `${named(path)} needs at least ${limit.min} item; add one.`);
    }
    const result: T[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const item = read(items[index], child(path, index), index);
      if (item !== undefined) result.push(item);
    }
    return result;
  }

  /** Any text of at most `maxLength` UTF-16 code units whose surrogates are paired. */
  text(value: unknown, path: string, maxLength: number = CONTENT_LIMITS.descriptionLength): string | undefined {
    if (typeof value !== "string") {
      return this.note(path, "wrong-type", `${named(path)} must be a string, it is ${typeName(value)}.`);
    }
    if (value.length > maxLength) {
      const message = `${named(path)} has ${value.length} characters, at most ${maxLength} are allowed; shorten it.`;
      return this.note(path, "too-long", message);
    }
    if (!isWellFormed(value)) {
      return this.note(path, "lone-surrogate", `${named(path)} holds half of a surrogate pair; remove it.`);
    }
    return value;
  }

  /** A name: not empty, one line, no white space at its ends. */
  name(value: unknown, path: string): string | undefined {
    const text = this.text(value, path, CONTENT_LIMITS.nameLength);
    if (text === undefined) return undefined;
    if (text === "") return this.note(path, "empty", `${named(path)} is empty; name it.`);
    if (text.trim() !== text || /\p{Cc}/u.test(text)) {
      const message = `${named(path)} has control characters, or white space at an end; remove them.`;
      return this.note(path, "invalid", message);
    }
    return text;
  }

  boolean(value: unknown, path: string): boolean | undefined {
    if (typeof value === "boolean") return value;
    return this.note(path, "wrong-type", `${named(path)} must be true or false, it is ${typeName(value)}.`);
  }

  oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T | undefined {
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    const is = typeof value === "string" ? `"${value.slice(0, 80)}"` : typeName(value);
    return this.note(path, "invalid", `${named(path)} is ${is}; use one of ${allowed.join(", ")}.`);
  }

  /** A copy of any JSON value, of at most {@link CONTENT_LIMITS.jsonDepth} levels. */
  json(value: unknown, path: string, depth = 0): JsonValue | undefined {
    if (value === null || typeof value === "boolean") return value;
    if (typeof value === "string") return this.text(value, path, CONTENT_LIMITS.textBytes);
    if (typeof value === "number") {
      return Number.isFinite(value) ? value : this.note(path, "invalid", `${named(path)} must be a finite number.`);
    }
    if (typeof value !== "object") {
      return this.note(path, "wrong-type", `${named(path)} must be JSON, it is ${typeName(value)}.`);
    }
    if (depth >= CONTENT_LIMITS.jsonDepth) {
      const message = `${named(path)} is nested deeper than ${CONTENT_LIMITS.jsonDepth} levels; flatten it.`;
      return this.note(path, "too-deep", message);
    }
    if (Array.isArray(value)) {
      return this.array(value, path, { max: MAX_JSON_ITEMS }, (item, at) => this.json(item, at, depth + 1));
    }
    return this.#jsonEntries(value, path, depth);
  }

  /** A copy of a JSON object of at most `maxBytes` of canonical JSON. */
  jsonObject(value: unknown, path: string, maxBytes: number = CONTENT_LIMITS.parametersBytes): JsonObject | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.note(path, "wrong-type", `${named(path)} must be an object, it is ${typeName(value)}.`);
    }
    const before = this.#problems.length;
    const copy = this.#jsonEntries(value, path, 0);
    if (this.#problems.length > before || this.#problems.length >= MAX_PROBLEMS) return undefined;
    const bytes = utf8Length(canonicalJson(copy));
    if (bytes > maxBytes) {
      const message = `${named(path)} has ${bytes} bytes, at most ${maxBytes} are allowed; shorten it.`;
      return this.note(path, "too-large", message);
    }
    return copy;
  }

  #jsonEntries(value: object, path: string, depth: number): JsonObject {
    const entries: [string, JsonValue][] = [];
    for (const [key, item] of Object.entries(value)) {
      if (!isWellFormed(key)) {
        this.note(path, "lone-surrogate", `A key of ${named(path)} holds half of a surrogate pair; remove it.`);
        continue;
      }
      const copy = this.json(item, child(path, key), depth + 1);
      if (copy !== undefined) entries.push([key, copy]);
    }
    // Not by assignment, which would take the key "__proto__" for the prototype.
    return Object.fromEntries(entries);
  }
}

const MAX_PROBLEMS = 100;
const MAX_JSON_ITEMS = 100_000;

function named(path: string): string {
  return path === "" ? "The content" : path;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "absent";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
