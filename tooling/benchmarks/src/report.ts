import { machine } from "./machine.ts";

/** One figure of a suite, as it was measured. */
export interface Figure {
  readonly figure: string;
  readonly ours: number;
  readonly unit: string;
  /** What ours stands beside, and under which conditions; `null` where beside nothing. */
  readonly against: string | null;
  readonly theirs: number | null;
  /** How many times as good as theirs ours is: times and bytes the other way round. */
  readonly ratio: number | null;
  readonly goal: string | null;
  /** `null` where there is no goal. */
  readonly met: boolean | null;
}

/** What a figure should be. */
export type Goal = { readonly ratioAtLeast: number } | { readonly ratioAtMost: number } | { readonly atMost: number };

/** Judges a measurement. */
export function judged(
  measured: Pick<Figure, "figure" | "ours" | "unit"> & Partial<Pick<Figure, "against" | "theirs" | "ratio">>,
  goal?: Goal,
): Figure {
  const { figure, ours, unit, against = null, theirs = null } = measured;
  const ratio = measured.ratio ?? (theirs === null ? null : theirs / ours);
  const judgement = goal === undefined ? { goal: null, met: null } : judge(goal, ours, unit, ratio);
  return { figure, ours, unit, against, theirs, ratio, ...judgement };
}

/** A suite's figures as one JSON object a line, the machine first. */
export function toJsonLines(figures: readonly Figure[]): string {
  return [{ machine: machine() }, ...figures.map(rounded)].map((line) => JSON.stringify(line)).join("\n");
}

/** A suite's figures for people. */
export function toTable(figures: readonly Figure[]): string {
  const heads = ["figure", "ours", "against", "theirs", "ratio", "goal", ""];
  const rows = figures.map(({ figure, ours, unit, against, theirs, ratio, goal, met }) => [
    figure,
    `${short(ours)} ${unit}`,
    against ?? "",
    theirs === null ? "" : `${short(theirs)} ${unit}`,
    ratio === null ? "" : `${short(ratio)} ×`,
    goal ?? "",
    met === null ? "" : met ? "met" : "NOT MET",
  ]);
  const widths = heads.map((_, column) => Math.max(...[heads, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return [machine(), "", ...[heads, ...rows].map((row) => line(row).trimEnd())].join("\n");
}

function judge(goal: Goal, ours: number, unit: string, ratio: number | null): Pick<Figure, "goal" | "met"> {
  if ("atMost" in goal) return { goal: `≤ ${goal.atMost} ${unit}`, met: ours <= goal.atMost };
  const shown = ratio ?? Number.NaN;
  if ("ratioAtLeast" in goal) return { goal: `≥ ${goal.ratioAtLeast} ×`, met: shown >= goal.ratioAtLeast };
  return { goal: `≤ ${goal.ratioAtMost} ×`, met: shown <= goal.ratioAtMost };
}

function rounded(figure: Figure): Figure {
  const { ours, theirs, ratio } = figure;
  const exact = (value: number): number => Number(value.toPrecision(4));
  return {
    ...figure,
    ours: exact(ours),
    theirs: theirs === null ? null : exact(theirs),
    ratio: ratio === null ? null : exact(ratio),
  };
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}
