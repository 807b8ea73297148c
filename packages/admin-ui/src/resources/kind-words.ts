import type { ResourceKind } from "@countersign/core";
import { IconDatabase, IconMessage2, IconRoute, IconTestPipe } from "@tabler/icons-react";
import { kindSegments } from "../interface/addresses.ts";

/** The icon of a kind. */
export const kindIcons = {
  prompt: IconMessage2,
  workflow: IconRoute,
  dataset: IconDatabase,
  evaluation: IconTestPipe,
} as const satisfies Readonly<Record<ResourceKind, unknown>>;

/** How a kind is spoken of. */
export interface KindWords {
  readonly one: string;
  readonly many: string;
  readonly belongs: string;
}

export const kindWords: Readonly<Record<ResourceKind, KindWords>> = {
  prompt: {
    one: "prompt",
    many: "Prompts",
    belongs:
      "A prompt holds the messages that a model is given, in versions; labels say which of them applications fetch.",
  },
  workflow: {
    one: "workflow",
    many: "Workflows",
    belongs: "A workflow names the prompts and steps that run together, each resolved to a version when it is saved.",
  },
  dataset: {
    one: "dataset",
    many: "Datasets",
    belongs: "A dataset holds the examples that evaluations run on: a schema and its rows.",
  },
  evaluation: {
    one: "evaluation",
    many: "Evaluations",
    belongs: "An evaluation scores what a prompt or a workflow makes of a dataset.",
  },
};

/** The kind whose list an address names; `null` for any other word. */
export function kindOfSegment(segment: string): ResourceKind | null {
  const kinds: readonly ResourceKind[] = ["prompt", "workflow", "dataset", "evaluation"];
  return kinds.find((kind) => kindSegments[kind] === segment) ?? null;
}
