import { readGivenValue, readOneOf } from "./given-input.ts";
import type { StrictReader } from "./strict-reader.ts";
import type { VariableValue } from "./variable-declaration.ts";

/** Where a value comes from, for each row of a dataset: a cell of the row, or it stands there. */
export type RowInput = { readonly column: string } | { readonly value: VariableValue };

/** Reads where a value comes from. */
export function readRowInput(reader: StrictReader, value: unknown, path: string): RowInput | undefined {
  return readOneOf<RowInput>(reader, value, path, {
    column: (name, at) => {
      const column = reader.name(name, at);
      return column === undefined ? undefined : { column };
    },
    value: (given, at) => {
      const one = readGivenValue(reader, given, at);
      return one === undefined ? undefined : { value: one };
    },
  });
}
