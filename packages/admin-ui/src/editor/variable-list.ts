import type { VariableDeclaration } from "@countersign/core";

/** What can be changed about a variable; an empty text takes the field away. */
export interface VariableChange {
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: string;
  readonly default?: string;
}

/** The list with one variable changed. A required variable has no default: it would never be used. */
export function changeVariable(
  variables: readonly VariableDeclaration[],
  name: string,
  change: VariableChange,
): readonly VariableDeclaration[] {
  return variables.map((variable) => (variable.name === name ? changed(variable, change) : variable));
}

function changed(variable: VariableDeclaration, change: VariableChange): VariableDeclaration {
  const description = change.description ?? variable.description;
  const example = change.example ?? variable.example;
  const fallback = change.default ?? variable.default;
  const common = {
    name: variable.name,
    ...(description === undefined || description === "" ? {} : { description }),
    ...(example === undefined || example === "" ? {} : { example }),
  };
  if (change.required ?? variable.required) return { ...common, required: true };
  return { ...common, required: false, ...(fallback === undefined || fallback === "" ? {} : { default: fallback }) };
}
