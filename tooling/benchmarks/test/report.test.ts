import { expect, test } from "vitest";
import { type Figure, judged, toJsonLines, toTable } from "../src/report.ts";
import { outcomeOf } from "../src/suite.ts";

const fast = judged(
  { figure: "fast", ours: 12.34567, unit: "ns", against: "a rival", theirs: 24.69134 },
  { ratioAtLeast: 1.5 },
);
const heavy = judged({ figure: "heavy", ours: 101, unit: "bytes" }, { atMost: 100 });
const plain = judged({ figure: "plain", ours: 4567, unit: "ns" });

test("a figure is judged by its goal", () => {
  expect([fast.ratio, fast.goal, fast.met]).toEqual([2, "≥ 1.5 ×", true]);
  expect([heavy.ratio, heavy.goal, heavy.met]).toEqual([null, "≤ 100 bytes", false]);
  expect([plain.ratio, plain.goal, plain.met]).toEqual([null, null, null]);
  const slower = judged({ figure: "slower", ours: 3.1, unit: "ns", theirs: 1, ratio: 3.1 }, { ratioAtMost: 3 });
  expect([slower.goal, slower.met]).toEqual(["≤ 3 ×", false]);
});

test("for programs a report is the machine, and then one object a line with the same keys", () => {
  const [machine, ...lines] = toJsonLines([fast, heavy]).split("\n");
  expect(JSON.parse(machine ?? "")).toEqual({ machine: expect.stringMatching(/\d+ cores, .*Node \d+\./) });
  expect(lines).toEqual([
    '{"figure":"fast","ours":12.35,"unit":"ns","against":"a rival","theirs":24.69,"ratio":2,"goal":"≥ 1.5 ×","met":true}',
    '{"figure":"heavy","ours":101,"unit":"bytes","against":null,"theirs":null,"ratio":null,"goal":"≤ 100 bytes","met":false}',
  ]);
});

test("for people a report is a table that names the machine", () => {
  const [machine, , ...rows] = toTable([fast, heavy, plain]).split("\n");
  expect(machine).toMatch(/ cores, /);
  expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
    ["figure", "ours", "against", "theirs", "ratio", "goal"],
    ["fast", "12.3 ns", "a rival", "24.7 ns", "2 ×", "≥ 1.5 ×", "met"],
    ["heavy", "101 bytes", "≤ 100 bytes", "NOT MET"],
    ["plain", "4,567 ns"],
  ]);
});

test("a suite fails when a figure of its list is absent, when a goal is missed, and when it breaks off", async () => {
  const whole = await outcomeOf({ figures: ["fast", "plain"], run: () => give(fast, plain) });
  expect(whole.failures).toEqual([]);

  const absent = await outcomeOf({ figures: ["fast", "plain"], run: () => give(fast) });
  expect(absent.failures).toEqual(['The figure "plain" is absent.']);

  const missed = await outcomeOf({ figures: ["heavy"], run: () => give(heavy) });
  expect(missed.failures).toEqual(['"heavy" is not ≤ 100 bytes.']);

  const broken = await outcomeOf({ figures: ["fast", "plain"], run: breaking });
  expect(broken.figures).toEqual([fast]);
  expect(broken.failures).toEqual([
    expect.stringContaining("The suite broke off: Error: no more"),
    'The figure "plain" is absent.',
  ]);
});

async function* give(...figures: readonly Figure[]): AsyncIterable<Figure> {
  yield* figures;
}

async function* breaking(): AsyncIterable<Figure> {
  yield fast;
  throw new Error("no more");
}
