import { CompiledPolicy, PermissionSet, type PolicyChange } from "../src/index.ts";
import { answerOrError, askOracle, disagreement, type PolicyClass, type ProofCase } from "./comparison.ts";
import { features } from "./features.ts";
import { type ProofQuestion, randomQuestion } from "./questions.ts";
import { Random } from "./random.ts";
import { smallest } from "./shrinking.ts";
import { changedWorld, randomChange, randomWorld } from "./world-generator.ts";

/** How much is proved in one world. */
export interface ProofSize {
  /** How often the world is changed; each time it is asked anew. */
  readonly changes: number;
  /** Questions for each of the worlds that come about so. */
  readonly questions: number;
}

/** What was compared. */
export interface Tally {
  worlds: number;
  comparisons: number;
  allowed: number;
  /** Questions with one yes or no, and for each feature how many of them have another answer without it. */
  checks: number;
  flips: number[];
  /** The smallest worlds that show them, as text. */
  disagreements: string[];
}

export function emptyTally(): Tally {
  return { worlds: 0, comparisons: 0, allowed: 0, checks: 0, flips: features.map(() => 0), disagreements: [] };
}

/**
 * Makes the world of a number, changes it several times in place, and compares after each change: the changed policy and one
 * that is compiled anew must answer as the oracle does. Ends at the first disagreement.
 */
export function proveWorld(policies: PolicyClass, seed: number, number: number, size: ProofSize, tally: Tally): void {
  const random = new Random(seed, number);
  const first = randomWorld(random);
  const policy = policies.of(first);
  const changes: PolicyChange[] = [];
  let world = first;
  tally.worlds += 1;
  for (let round = 0; round <= size.changes; round += 1) {
    if (round > 0) {
      // A move or removal high up leaves little to ask about; what is changed later brings some of it back.
      const steps = Array.from({ length: 1 + random.below(3) }, () => randomChange(random, world));
      world = { ...steps.reduce(changedWorld, world), revision: world.revision + 1 };
      policy.apply(steps, world.revision);
      changes.push(...steps);
    }
    const fresh = policies.of(world);
    const unfeatured = features.map((feature) => CompiledPolicy.of(feature.without(world)));
    for (let asked = 0; asked < size.questions; asked += 1) {
      const question = randomQuestion(random, world);
      const oracle = askOracle(world, question);
      tally.comparisons += 1;
      if (oracle.allowed) tally.allowed += 1;
      if (question.type === "check") countFlips(tally, unfeatured, question, oracle.allowed);
      if ([policy, fresh].every((one) => answerOrError(one, question) === oracle.text)) continue;
      tally.disagreements.push(
        shownCase(policies, smallest(policies, { world: first, changes, changed: world, question })),
      );
      return;
    }
  }
}

function countFlips(
  tally: Tally,
  unfeatured: readonly CompiledPolicy[],
  { question }: Extract<ProofQuestion, { readonly type: "check" | "explain" | "permissions" }>,
  allowed: boolean,
): void {
  tally.checks += 1;
  for (const [index, feature] of features.entries()) {
    const without = unfeatured[index]?.decide(feature.ask(question)).allowed;
    if (without !== allowed) tally.flips[index] = (tally.flips[index] ?? 0) + 1;
  }
}

/** Adds up what several workers counted. */
export function added(one: Tally, other: Tally): Tally {
  return {
    worlds: one.worlds + other.worlds,
    comparisons: one.comparisons + other.comparisons,
    allowed: one.allowed + other.allowed,
    checks: one.checks + other.checks,
    flips: one.flips.map((flips, index) => flips + (other.flips[index] ?? 0)),
    disagreements: [...one.disagreements, ...other.disagreements],
  };
}

/** A case for whoever looks for the fault: every row of its world, what was changed, what was asked and answered. */
function shownCase(policies: PolicyClass, small: ProofCase): string {
  const tables = ["principals", "groups", "roles", "bindings", "restrictions", "scopes", "keys"] as const;
  const rows = tables.flatMap((table) => [...small.world[table].values()].map((row) => `  ${table}: ${shown(row)}`));
  return [
    "The smallest world that shows a disagreement:",
    ...rows,
    `Changes: ${shown(small.changes)}`,
    `Question: ${shown(small.question)}`,
    `Answers: ${shown(disagreement(policies, small))}`,
  ].join("\n");
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    return part instanceof PermissionSet ? part.toList() : typeof part === "bigint" ? String(part) : part;
  });
}
