import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faults } from "../../proof/faults.ts";
import { features } from "../../proof/features.ts";
import { planted } from "../../proof/planting.ts";
import { emptyTally, proveWorld } from "../../proof/proof.ts";
import { askCedar } from "../../proof/second-opinion.ts";
import { proveSmallWorlds } from "../../proof/small-worlds.ts";
import { CompiledPolicy } from "../../src/index.ts";

describe("the compiled policy", () => {
  test("I1 I4 I16 I22 answers as the oracle does in random worlds, changed in place or compiled anew", () => {
    const tally = emptyTally();
    for (let number = 0; number < 80; number += 1) {
      proveWorld(CompiledPolicy, 20_261_126, number, { changes: 3, questions: 50 }, tally);
      expect(tally.disagreements.join("\n")).toBe("");
    }
    expect(tally.comparisons).toBe(80 * 4 * 50);
    const allowed = tally.allowed / tally.comparisons;
    expect(allowed).toBeGreaterThan(0.25);
    expect(allowed).toBeLessThan(0.75);
    // The long run asks for 5 %; so few worlds vary more.
    for (const [index, { name }] of features.entries()) {
      expect((tally.flips[index] ?? 0) / tally.checks, name).toBeGreaterThan(0.03);
    }
  });

  test("I1 I2 answers as the oracle does in small worlds", () => {
    expect(proveSmallWorlds(CompiledPolicy, 60).comparisons).toBeGreaterThan(20_000);
  });

  test("decides as Cedar does, an engine that nobody here wrote", () => {
    const { compared, allowed } = askCedar(20_261_126, 300);
    expect(compared).toBeGreaterThanOrEqual(300);
    expect(allowed).toBeGreaterThan(50);
  });
});

describe("the proof", () => {
  test("has an oracle of at most 200 lines of code", () => {
    const text = readFileSync(new URL("../../proof/oracle.ts", import.meta.url), "utf8");
    const code = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(\/\*\*|\*|\/\/)/.test(line));
    expect(code.length).toBeLessThanOrEqual(200);
  });

  test("knows at least 20 faults, each by its own name", () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(20);
  });

  test.each(faults)("finds a planted fault: $name", async (fault) => {
    const faulty = await planted(fault);
    const tally = emptyTally();
    for (let number = 0; number < 2000 && tally.disagreements.length === 0; number += 1) {
      proveWorld(faulty, 20_261_126, number, { changes: 3, questions: 50 }, tally);
    }
    expect(tally.disagreements.join("\n")).toContain("The smallest world that shows a disagreement");
  });
});

test("the deciding files that the documentation lists are those that are mutated", () => {
  const page = readFileSync(new URL("../../../../docs/proof.md", import.meta.url), "utf8");
  const listed = [...page.matchAll(/^- `(src\/[^`]+)`$/gm)].map(([, file]) => file);
  const config: unknown = JSON.parse(readFileSync(new URL("../../stryker.config.json", import.meta.url), "utf8"));
  expect(config).toMatchObject({ mutate: listed });
  expect(listed.length).toBeGreaterThan(10);
});
