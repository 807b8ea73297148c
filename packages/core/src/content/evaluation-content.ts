import { CONTENT_LIMITS } from "./content-limits.ts";
import { readInputs } from "./given-input.ts";
import { child } from "./json-pointer.ts";
import { type RowInput, readRowInput } from "./row-input.ts";
import { readScorer, type Scorer } from "./scorer.ts";
import type { StrictReader } from "./strict-reader.ts";

/**
 * An evaluation: what a prompt or a workflow makes of each row of a dataset, judged by scorers. Countersign stores it and
 * runs none.
 *
 * `Reference` is how it names them: a reference text as written, the thing itself once it is resolved.
 */
export type Evaluation<Reference> = {
  readonly dataset: Reference;
  readonly target: Reference;
  /** What the target's variables are given for each row, by their names. */
  readonly input: Readonly<Record<string, RowInput>>;
  /** Never empty. */
  readonly scorers: readonly Scorer<Reference>[];
};

/** Reads an evaluation. What it names is judged once it is resolved. */
export function readEvaluation<Reference>(
  reader: StrictReader,
  input: unknown,
  readReference: (value: unknown, path: string) => Reference | undefined,
): Evaluation<Reference> | undefined {
  const object = reader.object(input, "", { required: ["dataset", "target", "scorers"], optional: ["input"] });
  if (object === undefined) return undefined;
  const dataset = reader.field(object, "dataset", readReference);
  const target = reader.field(object, "target", readReference);
  const inputs = reader.field(object, "input", (value, path) =>
    readInputs(reader, value, path, (given, at) => readRowInput(reader, given, at)),
  );
  const scorers = reader.field(object, "scorers", (value, path) => readScorers(reader, value, path, readReference));
  return dataset === undefined || target === undefined || scorers === undefined
    ? undefined
    : { dataset, target, input: inputs ?? {}, scorers };
}

function readScorers<Reference>(
  reader: StrictReader,
  value: unknown,
  path: string,
  readReference: (value: unknown, path: string) => Reference | undefined,
): readonly Scorer<Reference>[] | undefined {
  const names = new Set<string>();
  return reader.array(value, path, { min: 1, max: CONTENT_LIMITS.scorers }, (item, at) => {
    const scorer = readScorer(reader, item, at, readReference);
    if (scorer === undefined) return undefined;
    if (names.has(scorer.name)) {
      return reader.note(child(at, "name"), "duplicate", `The scorer "${scorer.name}" is there twice; rename one.`);
    }
    names.add(scorer.name);
    return scorer;
  });
}
