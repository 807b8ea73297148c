import type { JsonObject } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";

/** How a scorer judges an answer. */
export const SCORER_TYPES = ["exact", "contains", "regex", "llm"] as const;

export type ScorerType = (typeof SCORER_TYPES)[number];

export type Scorer = {
  /** Unique in the evaluation. */
  readonly name: string;
  readonly type: ScorerType;
  /** Kept as they stand: their meaning is the runner's. */
  readonly parameters: JsonObject;
};

/**
 * An evaluation: scorers over what a prompt or a workflow makes of a dataset.
 *
 * `Reference` is how it names them: a reference text as written, a digest once it is resolved.
 */
export type Evaluation<Reference> = {
  readonly dataset: Reference;
  readonly target: Reference;
  /** Never empty. */
  readonly scorers: readonly Scorer[];
};

/** Reads an evaluation. */
export function readEvaluation<Reference>(
  reader: StrictReader,
  input: unknown,
  readReference: (value: unknown, path: string) => Reference | undefined,
): Evaluation<Reference> | undefined {
  const object = reader.object(input, "", { required: ["dataset", "target", "scorers"] });
  if (object === undefined) return undefined;
  const dataset = reader.field(object, "dataset", readReference);
  const target = reader.field(object, "target", readReference);
  const scorers = reader.field(object, "scorers", (value, path) => readScorers(reader, value, path));
  return dataset === undefined || target === undefined || scorers === undefined
    ? undefined
    : { dataset, target, scorers };
}

function readScorers(reader: StrictReader, value: unknown, path: string): readonly Scorer[] | undefined {
  const names = new Set<string>();
  return reader.array(value, path, { min: 1, max: CONTENT_LIMITS.scorers }, (item, at) => {
    const object = reader.object(item, at, { required: ["name", "type"], optional: ["parameters"] });
    if (object === undefined) return undefined;
    const name = reader.field(object, "name", (name, where) => reader.name(name, where));
    const type = reader.field(object, "type", (type, where) => reader.oneOf(type, where, SCORER_TYPES));
    const parameters = reader.field(object, "parameters", (values, where) => reader.jsonObject(values, where));
    if (name === undefined || type === undefined) return undefined;
    if (names.has(name)) {
      return reader.note(child(at, "name"), "duplicate", `The scorer "${name}" is there twice; rename one.`);
    }
    names.add(name);
    return { name, type, parameters: parameters ?? {} };
  });
}
