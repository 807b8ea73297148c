import { CompiledPolicy, momentOf, type PolicyChange } from "@countersign/core";
import { median, medianP99 } from "../percentile.ts";
import { Random } from "../random.ts";
import { type Figure, type Goal, judged } from "../report.ts";
import type { Suite } from "../suite.ts";
import { countersign, countersignPerRequest } from "./countersign.ts";
import { Ids } from "./ids.ts";
import { listingFigures, listingNames } from "./listing-figures.ts";
import type { ListingSize } from "./listing-world.ts";
import { now, Surroundings } from "./policy-rows.ts";
import { Questions } from "./questions.ts";
import { compareAnswers, type Runner, race } from "./race.ts";
import { mapOfSets } from "./rivals/map-of-sets.ts";
import { rivals } from "./rivals/rivals.ts";
import { bytesPerBinding } from "./weight.ts";
import { makeWorld, type World } from "./world.ts";

/** How much is measured. */
export interface EngineSize {
  /** From the smallest world to the largest. */
  readonly bindings: readonly [smallest: number, ...between: number[], largest: number];
  readonly questions: number;
  readonly rounds: number;
  readonly additions: number;
  readonly listing: ListingSize;
  /** How many lists a round asks for. */
  readonly listings: number;
}

const usual: EngineSize = {
  bindings: [1_000, 100_000, 1_000_000],
  questions: 1_000_000,
  rounds: 7,
  additions: 100_000,
  listing: { prompts: 100_000, users: 100_000 },
  listings: 200,
};

const SEED = 20_260_601;

const largestNames = {
  kept: "check, principal kept over a request",
  surrounded: "check, through groups, folders, times, restrictions and keys",
  slowdown: "check, slowdown from the smallest world to the largest",
  bytes: "bytes a binding, reverse indexes included",
  build: "build from arrays",
  added: "one binding added, p99",
};

/** The compiled policy, beside what else decides in JavaScript. */
export function engine(size: EngineSize = usual): Suite {
  const beside = size.bindings.flatMap((bindings) => rivals.map(({ name }) => checkName(bindings, name)));
  return {
    figures: [...beside, ...Object.values(largestNames), ...listingNames],
    async *run() {
      const smallest = size.bindings[0];
      const largest = size.bindings.at(-1) ?? smallest;
      const ours = new Map<number, number>();
      for (const bindings of size.bindings) {
        const world = makeWorld(bindings, SEED);
        const policy = CompiledPolicy.from(new Surroundings(world).rows(), 1);
        for await (const figure of besideRivals(world, policy, size, bindings === largest)) {
          ours.set(bindings, figure.ours);
          yield figure;
        }
        if (bindings !== largest) continue;
        yield keptPrincipal(world, policy, size);
        yield throughEverything(world, policy, size);
        yield additions(world, policy, size);
      }
      const [first = Number.NaN, last = Number.NaN] = [ours.get(smallest), ours.get(largest)];
      yield judged(
        {
          figure: largestNames.slowdown,
          ours: last,
          unit: "ns",
          against: `${smallest.toLocaleString("en")} bindings`,
          theirs: first,
          ratio: last / first,
        },
        { ratioAtMost: 3 },
      );
      yield weight(largest);
      yield build(largest, size);
      yield* listingFigures(size.listing, size.listings, size.rounds);
    },
  };
}

function checkName(bindings: number, rival: string): string {
  return `check, ${bindings.toLocaleString("en")} bindings, beside ${rival}`;
}

/** All in one race; those that cannot hold so many bindings run in the same rounds on a smaller world. */
async function* besideRivals(
  world: World,
  policy: CompiledPolicy,
  { questions: wanted, rounds }: EngineSize,
  withGoals: boolean,
): AsyncIterable<Figure> {
  const bindings = world.principalOf.length;
  const questions = new Questions(world, wanted, "mixed");
  const runners: Runner[] = [{ contender: countersign(policy), questions }];
  const notes: string[] = [];
  for (const rival of rivals) {
    const fewer = rival.bindings !== undefined && rival.bindings < bindings;
    const own = fewer ? makeWorld(rival.bindings ?? bindings, SEED) : world;
    const asked = fewer ? new Questions(own, wanted, "mixed") : questions;
    const limit = Math.min(rival.questions ?? asked.count, asked.count);
    runners.push({ contender: await rival.make(own), questions: asked, limit });
    const less = [
      ...(fewer ? [`${own.principalOf.length.toLocaleString("en")} bindings`] : []),
      ...(limit < questions.count ? [`${limit.toLocaleString("en")} questions`] : []),
    ];
    notes.push(`${rival.name}${less.length === 0 ? "" : ` (${less.join(", ")})`}`);
  }
  compareAnswers(runners);
  const [ours = Number.NaN, ...theirs] = race(runners, rounds);
  for (const [index, { name, goal }] of rivals.entries()) {
    const against = notes[index] ?? name;
    const figure = checkName(bindings, name);
    yield judged({ figure, ours, unit: "ns", against, theirs: theirs[index] ?? null }, withGoals ? goal : undefined);
  }
}

function keptPrincipal(world: World, policy: CompiledPolicy, { questions: wanted, rounds }: EngineSize): Figure {
  const questions = new Questions(world, wanted, "by user");
  const runners = [countersignPerRequest(policy), mapOfSets(world)].map((contender) => ({ contender, questions }));
  compareAnswers(runners);
  const [ours = Number.NaN, theirs = null] = race(runners, rounds);
  const against = "Map of Sets, the same questions in the same order";
  return judged({ figure: largestNames.kept, ours, unit: "ns", against, theirs }, { ratioAtLeast: 8 });
}

/** Half of these are denied; what their answers are, the tests and the proofs compare. */
function throughEverything(world: World, policy: CompiledPolicy, { questions, rounds }: EngineSize): Figure {
  const at = momentOf(now);
  const surroundings = new Surroundings(world);
  const random = new Random(SEED + 3);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const count = Math.min(questions, 100_000);
    const asked = surroundings.halfDenied(random, count, policy);
    const start = performance.now();
    let allowed = 0;
    for (const { principalId, permission, scopeId, options } of asked) {
      if (policy.check(principalId, permission, scopeId, at, options).allowed) allowed += 1;
    }
    times.push(((performance.now() - start) * 1e6) / count);
    if (allowed !== count / 2) throw new Error(`${allowed} of ${count} questions were allowed, not half of them.`);
  }
  return judged({ figure: largestNames.surrounded, ours: median(times), unit: "ns" });
}

function additions(world: World, policy: CompiledPolicy, { additions: wanted, rounds }: EngineSize): Figure {
  const random = new Random(SEED + 4);
  const { principals, workspaces, roles } = world;
  const each = Math.ceil(wanted / rounds);
  const ids = new Ids("bnd", each * rounds, random);
  const changes = Array.from({ length: ids.count }, (_, index): readonly PolicyChange[] => {
    const row = {
      id: ids.fresh(index),
      holder: { type: "principal", id: principals.fresh(random.below(principals.count)) },
      roleId: random.from(roles).id,
      scopeId: workspaces.fresh(random.below(workspaces.count)),
      notBefore: null,
      expiresAt: null,
    } as const;
    return [{ set: "binding", row }];
  });
  const milliseconds = medianP99(rounds, each, (call, round) => {
    const index = round * each + call;
    policy.apply(changes[index] ?? [], index + 2);
  });
  const against = `${ids.count.toLocaleString("en")} additions`;
  return judged({ figure: largestNames.added, ours: milliseconds * 1000, unit: "µs", against }, { atMost: 50 });
}

function weight(bindings: number): Figure {
  const ours = bytesPerBinding(() => new Surroundings(makeWorld(bindings, SEED)).rows());
  return judged({ figure: largestNames.bytes, ours, unit: "bytes" }, { atMost: 100 });
}

function build(bindings: number, { rounds }: EngineSize): Figure {
  const surroundings = new Surroundings(makeWorld(bindings, SEED));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rows = surroundings.rows();
    globalThis.gc?.();
    const start = performance.now();
    const policy = CompiledPolicy.from(rows, 1);
    times.push((performance.now() - start) / 1000);
    if (policy.size < bindings) throw new Error("Some bindings were lost.");
  }
  const goal: Goal = { atMost: 0.7 };
  return judged({ figure: largestNames.build, ours: median(times), unit: "s" }, goal);
}
