import type { JsonObject } from "./canonical-json.ts";
import { type ContentChange, compareNamed, compareValue } from "./content-change.ts";
import type { Evaluation } from "./evaluation-content.ts";
import { child } from "./json-pointer.ts";
import type { Scorer } from "./scorer.ts";
import { compareInputs, type ShownReference, shownReference } from "./workflow-comparison.ts";

/** What is different between two evaluations: what they run on, what they give, and how they judge. */
export function compareEvaluations(
  before: Evaluation<ShownReference> | null,
  after: Evaluation<ShownReference>,
): readonly ContentChange[] {
  const areas = { added: "scorers", removed: "scorers", changed: "scorers" } as const;
  const thresholds = new Map(before?.scorers.map(({ name, threshold }) => [name, threshold]));
  return [
    ...compareValue(
      "dataset",
      "/dataset",
      before === null ? undefined : shownReference(before.dataset),
      shownReference(after.dataset),
    ),
    ...compareValue(
      "target",
      "/target",
      before === null ? undefined : shownReference(before.target),
      shownReference(after.target),
    ),
    ...compareInputs("row-input", "/input", before?.input ?? {}, after.input),
    ...compareNamed(
      areas,
      "/scorers",
      (before?.scorers ?? []).map(shownScorer),
      after.scorers.map(shownScorer),
      nameOf,
    ),
    ...after.scorers.flatMap(({ name, threshold }) =>
      compareValue("thresholds", `${child("/scorers", name)}/threshold`, thresholds.get(name), threshold),
    ),
  ];
}

/** A scorer without its threshold, which is compared by itself, and with the digest of what it names. */
function shownScorer({ threshold: _threshold, ...scorer }: Scorer<ShownReference>): JsonObject {
  return scorer.type === "judge" ? { ...scorer, prompt: shownReference(scorer.prompt) } : scorer;
}

function nameOf(scorer: JsonObject): string {
  return String(scorer["name"]);
}
