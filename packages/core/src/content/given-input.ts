import { CONTENT_LIMITS } from "./content-limits.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";
import { isVariableName } from "./template.ts";
import type { VariableValue } from "./variable-declaration.ts";

/** Reads what variables are given, by their names. */
export function readInputs<T>(
  reader: StrictReader,
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => T | undefined,
): Readonly<Record<string, T>> | undefined {
  const copy = reader.jsonObject(value, path);
  if (copy === undefined) return undefined;
  const entries: [string, T][] = [];
  for (const [name, given] of Object.entries(copy)) {
    const at = child(path, name);
    if (readVariableName(reader, name, at, "variable") === undefined) continue;
    const one = read(given, at);
    if (one !== undefined) entries.push([name, one]);
  }
  return Object.fromEntries(entries);
}

/** Reads an object with exactly one of these keys, each with its own reader. */
export function readOneOf<T>(
  reader: StrictReader,
  value: unknown,
  path: string,
  choices: Readonly<Record<string, (value: unknown, path: string) => T | undefined>>,
): T | undefined {
  const names = Object.keys(choices);
  const object = reader.object(value, path, { required: [], optional: names });
  if (object === undefined) return undefined;
  const [name, another] = [...object.values.keys()].filter((key) => names.includes(key));
  const read = name === undefined ? undefined : choices[name];
  if (name === undefined || another !== undefined || read === undefined) {
    const message = `${path} says where its value comes from with exactly one of ${names.join(", ")}.`;
    return reader.note(path, "invalid", message);
  }
  return reader.field(object, name, read);
}

/** Reads a value that stands there: a text, a number, or true or false. */
export function readGivenValue(reader: StrictReader, value: unknown, path: string): VariableValue | undefined {
  if (typeof value === "string") return reader.text(value, path, CONTENT_LIMITS.textBytes);
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return reader.note(path, "wrong-type", `${path} must be a string, a finite number, or true or false.`);
}

/** Reads a name of the form that variables have; `what` says of what it is. */
export function readVariableName(reader: StrictReader, value: unknown, path: string, what: string): string | undefined {
  const text = reader.text(value, path);
  if (text === undefined || isVariableName(text)) return text;
  const message = `The name of a ${what} starts with a letter or "_", then letters, digits, "_", "." and "-", at most 64; rename it.`;
  return reader.note(path, "invalid", message);
}
