import type { CountersignClient } from "@countersign/sdk";
import { type ManifestKind, type ManifestSource, manifestKinds, type ReadyPlan } from "@countersign/sdk/access";
import type { Invocation } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { didYouMean } from "../command-line/nearest.ts";
import type { Paint } from "../command-line/output.ts";
import { problemLines, readManifestFile } from "./manifest-file.ts";

/** Plans the manifest of a file; says every mistake in it, and then throws. */
export async function planFile(invocation: Invocation, client: CountersignClient): Promise<ReadyPlan> {
  const { folder, has, output, positionals, texts } = invocation;
  const file = await readManifestFile(folder, positionals[0]);
  if (!isSource(file.value)) {
    throw new Fault(`${file.placeOf([])} is no manifest: it has no name.`, "Begin it with `manifest: NAME`.");
  }
  const input = { manifest: file.value, prune: pruneOf(texts("prune")), adopt: has("adopt") };
  output.progress("planning …");
  const plan = await client.manifest.plan(input);
  if (plan.problems.length === 0) return { ...plan, input };
  const lines = problemLines(file, plan.problems);
  for (const line of lines.slice(0, -1)) output.words(line);
  const last = plan.problems.at(-1);
  throw new Fault(`${file.placeOf(last?.path ?? [])}: ${last?.message ?? ""}`, last?.remedy ?? "");
}

/** A plan as people read it. */
export function planText(plan: ReadyPlan, paint: Paint): string {
  const signs = { create: "+", change: "~", delete: "-", propose: "?", "take-over": "=" } as const;
  const colours = { create: "green", change: "yellow", delete: "red", propose: "yellow", "take-over": "dim" } as const;
  const lines = plan.changes.map(({ action, text }) => paint(colours[action], `${signs[action]} ${text}`));
  const effects = plan.differences.flatMap(({ principal, scope, gained, lost }) => [
    ...(gained.length === 0 ? [] : [`  ${principal.name} gains at ${scope.path}: ${gained.join(", ")}`]),
    ...(lost.length === 0 ? [] : [`  ${principal.name} loses at ${scope.path}: ${lost.join(", ")}`]),
  ]);
  const kept = plan.kept.map(({ kind, name }) => `  ${kind}: ${name}`);
  return [
    ...lines,
    ...(effects.length === 0 ? [] : ["", "By that", ...effects]),
    ...(kept.length === 0 ? [] : ["", "Not in the manifest any more, and kept; --prune KIND takes it away", ...kept]),
    ...(plan.refusal === null ? [] : ["", paint("red", `You could not apply it: ${plan.refusal.message}`)]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** What is to be pruned: kinds, or all of them. */
function pruneOf(written: readonly string[]): readonly ManifestKind[] {
  if (written.includes("all")) return manifestKinds;
  return written.map((one) => {
    const kind = manifestKinds.find((known) => known === one);
    if (kind !== undefined) return kind;
    throw new Fault(
      `--prune is "${one}".`,
      `Give one of ${manifestKinds.join(", ")}, or all.${didYouMean(one, manifestKinds)}`,
    );
  });
}

/** Whether it has a manifest's name; what else it says the server reads, which names every mistake. */
function isSource(value: unknown): value is ManifestSource {
  return typeof value === "object" && value !== null && "manifest" in value && typeof value.manifest === "string";
}
