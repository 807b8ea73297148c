import type { VariableDeclaration, VariableValue } from "@countersign/core";

/**
 * What a preview fills in: what was typed, else the example; for a required variable without either its own name in
 * angle brackets, so that the preview shows where it goes. Optional ones fall back to their default by themselves.
 */
export function previewValues(
  variables: readonly VariableDeclaration[],
  typed: Readonly<Record<string, string>>,
): Readonly<Record<string, VariableValue>> {
  return Object.fromEntries(
    variables.flatMap((variable): readonly (readonly [string, VariableValue])[] => {
      const value = typed[variable.name];
      if (value !== undefined && value !== "") return [[variable.name, value]];
      if (variable.example !== undefined) return [[variable.name, variable.example]];
      return variable.required ? [[variable.name, `‹${variable.name}›`]] : [];
    }),
  );
}
