import { CONTENT_LIMITS } from "./content-limits.ts";
import { readGivenValue, readInputs, readOneOf, readVariableName } from "./given-input.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";
import { readVariables, type VariableDeclaration, type VariableValue } from "./variable-declaration.ts";

/**
 * A workflow: prompts and other workflows in the order in which they run. The answer of the last step is the answer of
 * the whole.
 *
 * `Reference` is how a step names what it runs: a reference text as written, the thing itself once it is resolved.
 */
export type Workflow<Reference> = {
  /** What whoever runs it gives; steps pass it on. */
  readonly variables: readonly VariableDeclaration[];
  /** Never empty. */
  readonly steps: readonly WorkflowStep<Reference>[];
};

export type WorkflowStep<Reference> = {
  /** Unique in the workflow; matches `[A-Za-z_][A-Za-z0-9_.-]{0,63}`. */
  readonly id: string;
  /** What it runs: a prompt or a workflow. */
  readonly uses: Reference;
  /** What the variables of that are given, by their names. */
  readonly input: Readonly<Record<string, StepInput>>;
};

/** Where a step takes a value from: a variable of the workflow, the answer of a step before it, or it stands there. */
export type StepInput = { readonly variable: string } | { readonly step: string } | { readonly value: VariableValue };

/** Reads a workflow. Its steps are judged against each other; what they name is judged once it is resolved. */
export function readWorkflow<Reference>(
  reader: StrictReader,
  input: unknown,
  path: string,
  readReference: (value: unknown, path: string) => Reference | undefined,
): Workflow<Reference> | undefined {
  const object = reader.object(input, path, { required: ["steps"], optional: ["variables"] });
  if (object === undefined) return undefined;
  const before = reader.problems.length;
  const variables = reader.field(object, "variables", (value, at) => readVariables(reader, value, at)) ?? [];
  const ids = new Set<string>();
  const steps = reader.field(object, "steps", (value, where) =>
    reader.array(value, where, { min: 1, max: CONTENT_LIMITS.steps }, (item, at) => {
      const step = readStep(reader, item, at, readReference);
      if (step === undefined) return undefined;
      if (ids.has(step.id)) {
        return reader.note(child(at, "id"), "duplicate", `The step "${step.id}" is there twice; rename one.`);
      }
      ids.add(step.id);
      return step;
    }),
  );
  // What was left out for a problem of its own is not missed a second time.
  if (steps === undefined || reader.problems.length > before) return undefined;
  judgeWiring(reader, child(path, "steps"), variables, steps);
  return { variables, steps };
}

function readStep<Reference>(
  reader: StrictReader,
  value: unknown,
  path: string,
  readReference: (value: unknown, path: string) => Reference | undefined,
): WorkflowStep<Reference> | undefined {
  const object = reader.object(value, path, { required: ["id", "uses"], optional: ["input"] });
  if (object === undefined) return undefined;
  const id = reader.field(object, "id", (id, at) => readVariableName(reader, id, at, "step"));
  const uses = reader.field(object, "uses", readReference);
  const input = reader.field(object, "input", (given, at) =>
    readInputs(reader, given, at, (one, where) => readStepInput(reader, one, where)),
  );
  return id === undefined || uses === undefined ? undefined : { id, uses, input: input ?? {} };
}

function readStepInput(reader: StrictReader, value: unknown, path: string): StepInput | undefined {
  return readOneOf<StepInput>(reader, value, path, {
    variable: (name, at) => wrapped(reader.text(name, at), (variable) => ({ variable })),
    step: (id, at) => wrapped(reader.text(id, at), (step) => ({ step })),
    value: (given, at) => wrapped(readGivenValue(reader, given, at), (one) => ({ value: one })),
  });
}

function wrapped<A, B>(value: A | undefined, wrap: (value: A) => B): B | undefined {
  return value === undefined ? undefined : wrap(value);
}

/** Each step takes values from variables that are declared and from steps that stand before it. */
function judgeWiring(
  reader: StrictReader,
  path: string,
  variables: readonly VariableDeclaration[],
  steps: readonly WorkflowStep<unknown>[],
): void {
  const declared = new Set(variables.map(({ name }) => name));
  const placeOf = new Map(steps.map(({ id }, index) => [id, index]));
  for (const [index, step] of steps.entries()) {
    for (const [name, given] of Object.entries(step.input)) {
      const at = `${path}/${index}/input/${name}`;
      if ("variable" in given && !declared.has(given.variable)) {
        const message = `Step "${step.id}" takes "${name}" from the variable "${given.variable}", which the workflow does not declare; declare it, or take another.`;
        reader.note(child(at, "variable"), "unknown-variable", message);
      }
      if (!("step" in given)) continue;
      const place = placeOf.get(given.step);
      const from = child(at, "step");
      if (place === undefined) {
        const message = `Step "${step.id}" takes "${name}" from the step "${given.step}", which is not there; name one of the steps before it.`;
        reader.note(from, "unknown-step", message);
      } else if (place >= index) {
        const round = wayBack(steps, placeOf, step.id, given.step);
        if (round === null) {
          const message = `Step "${step.id}" takes "${name}" from the step "${given.step}", which runs after it; move that one up.`;
          reader.note(from, "step-not-earlier", message);
        } else {
          const message = `The steps wait for each other: ${[step.id, ...round].join(" → ")}. Take one of them off.`;
          reader.note(from, "step-cycle", message);
        }
      }
    }
  }
}

/** The steps from one on over what they take until another is met; `null` where it never is. */
function wayBack(
  steps: readonly WorkflowStep<unknown>[],
  placeOf: ReadonlyMap<string, number>,
  to: string,
  from: string,
): readonly string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]]);
  const open = [from];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    if (id === to) {
      const way: string[] = [];
      for (let at: string | null = id; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at);
      return way;
    }
    const step = steps[placeOf.get(id) ?? -1];
    for (const given of Object.values(step?.input ?? {})) {
      if (!("step" in given) || cameFrom.has(given.step)) continue;
      cameFrom.set(given.step, id);
      open.push(given.step);
    }
  }
  return null;
}
