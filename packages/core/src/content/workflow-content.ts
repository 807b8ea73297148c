import { CONTENT_LIMITS } from "./content-limits.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";
import { isVariableName } from "./template.ts";

/**
 * A workflow: prompts in the order in which they run.
 *
 * `Reference` is how a step names its prompt: a reference text as written, a digest once it is resolved.
 */
export type Workflow<Reference> = {
  /** Never empty. */
  readonly steps: readonly WorkflowStep<Reference>[];
};

export type WorkflowStep<Reference> = {
  /** Unique in the workflow; matches `[A-Za-z_][A-Za-z0-9_.-]{0,63}`. */
  readonly id: string;
  readonly prompt: Reference;
  /** What the prompt's variables are given, by their names. Kept as it stands: its meaning is the runner's. */
  readonly input: Readonly<Record<string, string>>;
};

/** Reads a workflow. */
export function readWorkflow<Reference>(
  reader: StrictReader,
  input: unknown,
  readReference: (value: unknown, path: string) => Reference | undefined,
): Workflow<Reference> | undefined {
  const object = reader.object(input, "", { required: ["steps"] });
  if (object === undefined) return undefined;
  const ids = new Set<string>();
  const steps = reader.field(object, "steps", (value, path) =>
    reader.array(value, path, { min: 1, max: CONTENT_LIMITS.steps }, (item, at) => {
      const step = readStep(reader, item, at, readReference);
      if (step === undefined) return undefined;
      if (ids.has(step.id)) {
        return reader.note(child(at, "id"), "duplicate", `The step "${step.id}" is there twice; rename one.`);
      }
      ids.add(step.id);
      return step;
    }),
  );
  return steps === undefined ? undefined : { steps };
}

function readStep<Reference>(
  reader: StrictReader,
  value: unknown,
  path: string,
  readReference: (value: unknown, path: string) => Reference | undefined,
): WorkflowStep<Reference> | undefined {
  const object = reader.object(value, path, { required: ["id", "prompt"], optional: ["input"] });
  if (object === undefined) return undefined;
  const id = reader.field(object, "id", (id, at) => readId(reader, id, at, "step"));
  const prompt = reader.field(object, "prompt", readReference);
  const input = reader.field(object, "input", (given, at) => readStepInput(reader, given, at));
  return id === undefined || prompt === undefined ? undefined : { id, prompt, input: input ?? {} };
}

function readStepInput(reader: StrictReader, value: unknown, path: string): Record<string, string> | undefined {
  const copy = reader.jsonObject(value, path);
  if (copy === undefined) return undefined;
  const entries: [string, string][] = [];
  for (const [name, given] of Object.entries(copy)) {
    const at = child(path, name);
    if (readId(reader, name, at, "variable") === undefined) continue;
    const text = reader.text(given, at, CONTENT_LIMITS.textBytes);
    if (text !== undefined) entries.push([name, text]);
  }
  return Object.fromEntries(entries);
}

function readId(reader: StrictReader, value: unknown, path: string, what: string): string | undefined {
  const text = reader.text(value, path);
  if (text === undefined || isVariableName(text)) return text;
  const message = `The name of a ${what} starts with a letter or "_", then letters, digits, "_", "." and "-", at most 64; rename it.`;
  return reader.note(path, "invalid", message);
}
