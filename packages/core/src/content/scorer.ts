import type { JsonObject } from "./canonical-json.ts";
import { readGivenValue, readInputs, readOneOf } from "./given-input.ts";
import { child } from "./json-pointer.ts";
import { type RowInput, readRowInput } from "./row-input.ts";
import type { ReadObject, StrictReader } from "./strict-reader.ts";
import type { VariableValue } from "./variable-declaration.ts";

/** How a scorer judges an answer, each with what it needs. */
export const scorerTypes = {
  exact: { words: "The answer is exactly this", required: ["expected"], optional: ["trim", "ignoreCase"] },
  contains: { words: "The answer contains this", required: ["expected"], optional: ["ignoreCase"] },
  regex: { words: "The answer matches a regular expression", required: ["pattern"], optional: ["flags", "absent"] },
  json: { words: "The answer is JSON that fits a JSON Schema", required: ["schema"], optional: [] },
  field: { words: "A field of the answer's JSON is this", required: ["pointer", "expected"], optional: [] },
  number: { words: "The answer is a number close to this", required: ["expected"], optional: ["tolerance"] },
  judge: { words: "A prompt judges the answer", required: ["prompt"], optional: ["input"] },
  custom: { words: "The runner knows how", required: ["runner"], optional: ["parameters"] },
} as const satisfies Record<
  string,
  { readonly words: string; readonly required: readonly string[]; readonly optional: readonly string[] }
>;

export type ScorerType = keyof typeof scorerTypes;

/** The types of scorers, in the order of the table. */
export const SCORER_TYPES = Object.keys(scorerTypes) as readonly ScorerType[]; // the keys of this very table

/** What a scorer gives a judging prompt's variable: the answer that is judged, or what a row gives. */
export type JudgeInput = RowInput | { readonly answer: true };

/** How one aspect of an answer is judged, with a score from 0 to 1. */
export type Scorer<Reference> = {
  /** Unique in the evaluation. */
  readonly name: string;
  /** The mean of its scores that is enough, from 0 to 1; without it, it only informs. */
  readonly threshold?: number;
} & (
  | { readonly type: "exact"; readonly expected: RowInput; readonly trim: boolean; readonly ignoreCase: boolean }
  | { readonly type: "contains"; readonly expected: RowInput; readonly ignoreCase: boolean }
  /** Kept as it stands: the server never runs it. `absent`: it must not match. */
  | { readonly type: "regex"; readonly pattern: string; readonly flags: string; readonly absent: boolean }
  | { readonly type: "json"; readonly schema: JsonObject }
  | { readonly type: "field"; readonly pointer: string; readonly expected: RowInput }
  | { readonly type: "number"; readonly expected: RowInput; readonly tolerance: number }
  | { readonly type: "judge"; readonly prompt: Reference; readonly input: Readonly<Record<string, JudgeInput>> }
  | { readonly type: "custom"; readonly runner: string; readonly parameters: JsonObject }
);

/** Reads a scorer; its defaults are written out. */
export function readScorer<Reference>(
  reader: StrictReader,
  value: unknown,
  path: string,
  readReference: (value: unknown, path: string) => Reference | undefined,
): Scorer<Reference> | undefined {
  const type = typeOf(value);
  const { required, optional } = type === undefined ? { required: [], optional: everyField } : scorerTypes[type];
  const object = reader.object(value, path, {
    required: ["name", "type", ...required],
    optional: ["threshold", ...optional],
  });
  if (object === undefined) return undefined;
  const name = reader.field(object, "name", (text, at) => reader.name(text, at));
  reader.field(object, "type", (text, at) => reader.oneOf(text, at, SCORER_TYPES));
  const threshold = reader.field(object, "threshold", (number, at) => readFraction(reader, number, at));
  const rest = type === undefined ? undefined : readRest(reader, object, type, readReference);
  if (name === undefined || rest === undefined) return undefined;
  return { name, ...(threshold === undefined ? {} : { threshold }), ...rest };
}

const everyField = Object.values(scorerTypes).flatMap(({ required, optional }) => [...required, ...optional]);

function typeOf(value: unknown): ScorerType | undefined {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  return SCORER_TYPES.find((candidate) => candidate === type);
}

function readRest<Reference>(
  reader: StrictReader,
  object: ReadObject,
  type: ScorerType,
  readReference: (value: unknown, path: string) => Reference | undefined,
) {
  const flag = (key: string) => reader.field(object, key, (value, at) => reader.boolean(value, at)) ?? false;
  const expected = () => reader.field(object, "expected", (value, at) => readRowInput(reader, value, at));
  switch (type) {
    case "exact": {
      const given = expected();
      return given && { type, expected: given, trim: flag("trim"), ignoreCase: flag("ignoreCase") };
    }
    case "contains": {
      const given = expected();
      return given && { type, expected: given, ignoreCase: flag("ignoreCase") };
    }
    case "regex": {
      const pattern = reader.field(object, "pattern", (text, at) => reader.text(text, at, MAX_PATTERN));
      const flags = reader.field(object, "flags", (text, at) => readFlags(reader, text, at)) ?? "";
      if (pattern === undefined) return undefined;
      judgePattern(reader, child(object.path, "pattern"), pattern, flags);
      return { type, pattern, flags, absent: flag("absent") };
    }
    case "json": {
      const schema = reader.field(object, "schema", (json, at) => reader.jsonObject(json, at));
      return schema && { type, schema };
    }
    case "field": {
      const pointer = reader.field(object, "pointer", (text, at) => readPointer(reader, text, at));
      const given = expected();
      return given && pointer !== undefined ? { type, pointer, expected: given } : undefined;
    }
    case "number": {
      const given = expected();
      const tolerance = reader.field(object, "tolerance", (number, at) => readTolerance(reader, number, at)) ?? 0;
      return given && { type, expected: given, tolerance };
    }
    case "judge": {
      const prompt = reader.field(object, "prompt", readReference);
      const input = reader.field(object, "input", (inputs, at) =>
        readInputs(reader, inputs, at, (one, where) => readJudgeInput(reader, one, where)),
      );
      return prompt === undefined ? undefined : { type, prompt, input: input ?? {} };
    }
    case "custom": {
      const runner = reader.field(object, "runner", (text, at) => reader.name(text, at));
      const parameters = reader.field(object, "parameters", (json, at) => reader.jsonObject(json, at));
      return runner === undefined ? undefined : { type, runner, parameters: parameters ?? {} };
    }
  }
}

const MAX_PATTERN = 1_000;

function readJudgeInput(reader: StrictReader, value: unknown, path: string): JudgeInput | undefined {
  return readOneOf<JudgeInput>(reader, value, path, {
    column: (_, at) => readRowInput(reader, value, at.slice(0, -"/column".length)),
    value: (given, at) => {
      const one: VariableValue | undefined = readGivenValue(reader, given, at);
      return one === undefined ? undefined : { value: one };
    },
    answer: (given, at) =>
      given === true ? { answer: true } : reader.note(at, "invalid", `${at} is true: the answer that is judged.`),
  });
}

function readFraction(reader: StrictReader, value: unknown, path: string): number | undefined {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  return reader.note(path, "invalid", `${path} is the mean score that is enough: a number from 0 to 1.`);
}

function readTolerance(reader: StrictReader, value: unknown, path: string): number | undefined {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return reader.note(path, "invalid", `${path} is how far off an answer may be: a number from 0 on.`);
}

function readPointer(reader: StrictReader, value: unknown, path: string): string | undefined {
  const text = reader.text(value, path, MAX_PATTERN);
  if (text === undefined || /^(\/([^~]|~[01])*)*$/.test(text)) return text;
  return reader.note(path, "invalid", `${path} is a JSON pointer: "" or, for example, "/answer/0/city".`);
}

function readFlags(reader: StrictReader, value: unknown, path: string): string | undefined {
  const text = reader.text(value, path, 10);
  if (text === undefined || (/^[imsu]*$/.test(text) && new Set(text).size === text.length)) return text;
  return reader.note(path, "invalid", `${path} are flags out of i, m, s and u, each once.`);
}

/** The pattern is compiled, which takes time in proportion to it, and never run. */
function judgePattern(reader: StrictReader, path: string, pattern: string, flags: string): void {
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    reader.note(path, "invalid", `The pattern is no regular expression: ${why}.`);
  }
}
