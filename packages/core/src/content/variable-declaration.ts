import { CONTENT_LIMITS } from "./content-limits.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";
import { isVariableName } from "./template.ts";

/** What a variable may be given; numbers are finite. */
export type VariableValue = string | number | boolean;

/**
 * A variable of a template. A required one must be given whenever the prompt is rendered; an optional one that is not
 * given is its default, or empty text without one.
 */
export type VariableDeclaration = {
  readonly name: string;
  readonly description?: string;
  /** For previews and documentation; never rendered unless someone asks for it. */
  readonly example?: VariableValue;
} & (
  | { readonly required: true; readonly default?: never }
  | { readonly required: false; readonly default?: VariableValue }
);

/**
 * Reads a list of declarations. `required` may be left out: then a variable with a default is optional, any other is
 * required.
 */
export function readVariables(
  reader: StrictReader,
  value: unknown,
  path: string,
): readonly VariableDeclaration[] | undefined {
  const names = new Set<string>();
  return reader.array(value, path, { max: CONTENT_LIMITS.variables }, (item, at) => {
    const declaration = readVariable(reader, item, at);
    if (declaration === undefined) return undefined;
    if (names.has(declaration.name)) {
      const message = `The variable "${declaration.name}" is declared twice; remove one.`;
      return reader.note(child(at, "name"), "duplicate", message);
    }
    names.add(declaration.name);
    return declaration;
  });
}

function readVariable(reader: StrictReader, value: unknown, path: string): VariableDeclaration | undefined {
  const object = reader.object(value, path, {
    required: ["name"],
    optional: ["description", "required", "default", "example"],
  });
  if (object === undefined) return undefined;
  const name = reader.field(object, "name", (name, at) => reader.text(name, at));
  const description = reader.field(object, "description", (text, at) => reader.text(text, at));
  const required = reader.field(object, "required", (flag, at) => reader.boolean(flag, at));
  const fallback = reader.field(object, "default", (given, at) => readValue(reader, given, at));
  const example = reader.field(object, "example", (given, at) => readValue(reader, given, at));
  if (name === undefined) return undefined;
  if (!isVariableName(name)) {
    const message =
      'The name of a variable starts with a letter or "_", then letters, digits, "_", "." and "-", at most 64; rename it.';
    return reader.note(child(path, "name"), "invalid", message);
  }
  const common = {
    name,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
  };
  if (required === true && fallback !== undefined) {
    const message = `The variable "${name}" is required, so its default is never used; remove one of the two.`;
    return reader.note(child(path, "default"), "required-with-default", message);
  }
  if (fallback !== undefined) return { ...common, required: false, default: fallback };
  return { ...common, required: required ?? true };
}

function readValue(reader: StrictReader, value: unknown, path: string): VariableValue | undefined {
  if (typeof value === "string") return reader.text(value, path);
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return reader.note(path, "wrong-type", `${path} must be a string, a finite number, or true or false.`);
}
