import type { JsonValue } from "./canonical-json.ts";
import { type ContentChange, compareNamed, compareValue } from "./content-change.ts";
import type { DatasetContent } from "./dataset-content.ts";
import { compareEvaluations } from "./evaluation-comparison.ts";
import type { ExpandedContent } from "./expanded-content.ts";
import { comparePrompts } from "./prompt-comparison.ts";
import type { ResourceContent } from "./resource-content.ts";
import { compareWorkflows } from "./workflow-comparison.ts";

type AnyContent = ResourceContent | ExpandedContent;

/**
 * What is different between two contents, as a reviewer would list it; empty exactly when they are equal. `before` is
 * `null` for a first version: then everything is new. Give both as written or both expanded.
 *
 * Throws a `TypeError` for contents of two kinds, which no resource can have.
 */
export function compareContent(before: AnyContent | null, after: AnyContent): readonly ContentChange[] {
  if (before !== null && before.kind !== after.kind) {
    throw new TypeError(`A ${before.kind} cannot be compared with a ${after.kind}; compare contents of one kind.`);
  }
  switch (after.kind) {
    case "prompt":
      return comparePrompts(before?.kind === "prompt" ? before.content : null, after.content);
    case "workflow":
      return compareWorkflows(before?.kind === "workflow" ? before.content : null, after.content);
    case "dataset":
      return compareDatasets(before?.kind === "dataset" ? before.content : null, after.content);
    case "evaluation":
      return compareEvaluations(before?.kind === "evaluation" ? before.content : null, after.content);
  }
}

function compareDatasets(before: DatasetContent | null, after: DatasetContent): readonly ContentChange[] {
  const areas = { added: "schema", removed: "schema", changed: "schema" } as const;
  return [
    ...compareNamed(
      areas,
      "/schema/columns",
      before?.schema.columns ?? [],
      after.schema.columns,
      (column) => column.name,
    ),
    ...compareValue("schema", "/schema/key", before?.schema.key, after.schema.key),
    ...compareValue("rows", "/rows", before === null ? undefined : rowsOf(before), rowsOf(after)),
  ];
}

/** Which rows differ is asked apart: there may be many. */
function rowsOf({ rowCount, root }: DatasetContent): JsonValue {
  return { rowCount, root };
}
