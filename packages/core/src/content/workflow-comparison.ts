import { canonicalJson } from "./canonical-json.ts";
import { type ContentChange, compareNamed } from "./content-change.ts";
import type { Digest } from "./digest.ts";
import { child } from "./json-pointer.ts";
import type { Workflow, WorkflowStep } from "./workflow-content.ts";

/** How something names another: by a text as written, or, once resolved, by the thing with its digest. */
export type ShownReference = string | { readonly digest: Digest };

/** A reference as a comparison shows it. */
export function shownReference(reference: ShownReference): string {
  return typeof reference === "string" ? reference : reference.digest;
}

/** What is different between two workflows, step by step, steps found by their ids. */
export function compareWorkflows(
  before: Workflow<ShownReference> | null,
  after: Workflow<ShownReference>,
): readonly ContentChange[] {
  const old = new Map((before?.steps ?? []).map((step) => [step.id, step]));
  const now = new Map(after.steps.map((step) => [step.id, step]));
  const changes: ContentChange[] = [
    ...compareNamed(
      { added: "variables-added", removed: "variables-removed", changed: "variable-changed" },
      "/variables",
      before?.variables ?? [],
      after.variables,
      (variable) => variable.name,
    ),
  ];
  for (const [id, step] of now) {
    const was = old.get(id);
    const path = child("/steps", id);
    if (was === undefined) changes.push({ area: "steps-added", path, before: null, after: shownStep(step) });
    else changes.push(...compareSteps(path, was, step));
  }
  for (const [id, step] of old) {
    if (now.has(id)) continue;
    changes.push({ area: "steps-removed", path: child("/steps", id), before: shownStep(step), after: null });
  }
  const oldOrder = [...old.keys()].filter((id) => now.has(id));
  const newOrder = [...now.keys()].filter((id) => old.has(id));
  if (oldOrder.some((id, index) => id !== newOrder[index])) {
    const order = { before: canonicalJson(oldOrder), after: canonicalJson(newOrder) };
    changes.push({ area: "steps-reordered", path: "/steps", ...order });
  }
  return changes;
}

/** What variables are given, by their names: what is given anew, no more, or from elsewhere. */
export function compareInputs(
  area: "step-input" | "row-input",
  path: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly ContentChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const was = Object.hasOwn(before, name) ? shownInput(before[name]) : null;
    const is = Object.hasOwn(after, name) ? shownInput(after[name]) : null;
    return was === is ? [] : [{ area, path: child(path, name), before: was, after: is }];
  });
}

function compareSteps(
  path: string,
  before: WorkflowStep<ShownReference>,
  after: WorkflowStep<ShownReference>,
): readonly ContentChange[] {
  const [was, is] = [shownReference(before.uses), shownReference(after.uses)];
  return [
    ...(was === is ? [] : [{ area: "step-reference", path: `${path}/uses`, before: was, after: is } as const]),
    ...compareInputs("step-input", `${path}/input`, before.input, after.input),
  ];
}

function shownStep({ id, uses, input }: WorkflowStep<ShownReference>): string {
  return canonicalJson({ id, uses: shownReference(uses), input });
}

function shownInput(given: unknown): string {
  return JSON.stringify(given);
}
