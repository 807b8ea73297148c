import type { ResourceKind } from "../access/scope.ts";
import type { ChangeArea } from "../content/content-change.ts";

/** A part of a content that a condition may be about: in words, of which kinds, and which differences make it changed. */
interface ConditionAreaRow {
  /** As the end of "if …". */
  readonly words: string;
  readonly kinds: readonly ResourceKind[];
  /**
   * The differences that make it changed. Those that change how every text is read count for every text; a prompt that is
   * one text has no system message of its own, and nobody knows where the application puts it, so it counts as one.
   */
  readonly from: readonly ChangeArea[];
}

/** Every part of a content that a condition may be about. */
export const conditionAreas = {
  "system-message": {
    words: "the system message changed",
    kinds: ["prompt"],
    from: ["system-message", "type", "syntax", "text"],
  },
  message: { words: "another message changed", kinds: ["prompt"], from: ["message", "type", "syntax", "text"] },
  model: { words: "the model changed", kinds: ["prompt"], from: ["model"] },
  parameters: { words: "the parameters of the model changed", kinds: ["prompt"], from: ["parameters"] },
  tools: { words: "a tool changed", kinds: ["prompt"], from: ["tools"] },
  "variables-added": { words: "a variable was added", kinds: ["prompt", "workflow"], from: ["variables-added"] },
  "variables-removed": { words: "a variable was removed", kinds: ["prompt", "workflow"], from: ["variables-removed"] },
  "variables-changed": { words: "a variable changed", kinds: ["prompt", "workflow"], from: ["variable-changed"] },
  include: {
    words: "an include or reference changed",
    kinds: ["prompt", "workflow", "evaluation"],
    from: ["include", "step-reference", "steps-added", "steps-removed", "dataset", "target"],
  },
  steps: {
    words: "a step changed",
    kinds: ["workflow"],
    from: ["steps-added", "steps-removed", "steps-reordered", "step-reference", "step-input"],
  },
  schema: { words: "the schema changed", kinds: ["dataset"], from: ["schema"] },
  rows: { words: "a row changed", kinds: ["dataset"], from: ["rows"] },
  dataset: { words: "the dataset changed", kinds: ["evaluation"], from: ["dataset"] },
  target: { words: "the target changed", kinds: ["evaluation"], from: ["target"] },
  scorers: { words: "a scorer changed", kinds: ["evaluation"], from: ["row-input", "scorers", "thresholds"] },
} as const satisfies Record<string, ConditionAreaRow>;

/** A part of a content that a condition may be about. */
export type ConditionArea = keyof typeof conditionAreas;

/** Their names, in the order of the table. */
export const conditionAreaNames = Object.keys(conditionAreas) as readonly ConditionArea[]; // the keys of this very table

/** Something that may be true of a change. */
export type ChangeCondition =
  | { readonly type: "area"; readonly area: ConditionArea }
  /** More than so many lines, or characters, added and removed together. */
  | { readonly type: "size"; readonly unit: "lines" | "characters"; readonly over: number };

/** When a requirement applies: where one of these is true, at least one of them; always where it is left out. */
export type ChangeConditions = readonly ChangeCondition[];

/** What is different between what a label serves and what a request would let it serve. */
export type ChangeFacts =
  /** It serves nothing yet, or what it serves cannot be compared: every condition is true. */
  | { readonly type: "everything" }
  | {
      readonly type: "difference";
      readonly areas: ReadonlySet<ConditionArea>;
      /** Lines added and lines removed, of all texts, with includes resolved. */
      readonly lines: number;
      /** Characters (UTF-16 code units) added and removed. */
      readonly characters: number;
    };

/** Whether a requirement with these conditions applies to a change. */
export function appliesTo(conditions: ChangeConditions | undefined, change: ChangeFacts): boolean {
  return conditions === undefined || conditions.some((condition) => holds(condition, change));
}

/** Whether `wide` is surely true wherever `narrow` is. */
export function coversConditions(wide: ChangeConditions | undefined, narrow: ChangeConditions | undefined): boolean {
  if (wide === undefined) return true;
  return narrow?.every((condition) => wide.some((wider) => coversCondition(wider, condition))) === true;
}

/** Conditions in words, as the end of a sentence: `if the model changed or more than 20 lines changed`. */
export function describeConditions(conditions: ChangeConditions): string {
  return `if ${conditions.map(describeCondition).join(" or ")}`;
}

/** One condition in words, as the end of "if …". */
export function describeCondition(condition: ChangeCondition): string {
  return condition.type === "area"
    ? conditionAreas[condition.area].words
    : `more than ${condition.over} ${condition.unit} changed`;
}

/** What is wrong with conditions; `null` when nothing is. */
export function problemOfConditions(
  conditions: ChangeConditions,
  kinds: readonly ResourceKind[] | null,
): { readonly message: string; readonly remedy: string } | null {
  if (conditions.length === 0) {
    return {
      message: "A requirement has an empty list of conditions, so it would never apply.",
      remedy: "Name at least one condition, or leave the list out so that the requirement always applies.",
    };
  }
  for (const condition of conditions) {
    if (condition.type === "size") {
      if (Number.isSafeInteger(condition.over) && condition.over >= 0) continue;
      return {
        message: `A condition asks for a change of more than ${condition.over} ${condition.unit}.`,
        remedy: "Name a whole number, 0 or more.",
      };
    }
    const { kinds: of, words } = conditionAreas[condition.area];
    if (kinds === null || of.some((kind) => kinds.includes(kind))) continue;
    return {
      message: `The condition "${words}" can never be true: the policy is for ${kinds.join(", ")} alone.`,
      remedy: "Choose a condition of these kinds, or let the policy apply to others too.",
    };
  }
  return null;
}

function holds(condition: ChangeCondition, change: ChangeFacts): boolean {
  if (change.type === "everything") return true;
  return condition.type === "area" ? change.areas.has(condition.area) : change[condition.unit] > condition.over;
}

function coversCondition(wide: ChangeCondition, narrow: ChangeCondition): boolean {
  if (wide.type === "area") return narrow.type === "area" && narrow.area === wide.area;
  return narrow.type === "size" && narrow.unit === wide.unit && wide.over <= narrow.over;
}
