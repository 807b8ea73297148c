import { type AccessState, authorize, CompiledPolicy, momentOf } from "@countersign/core";
import { expect, test } from "vitest";
import { engine } from "../src/engine/engine-suite.ts";
import { now, Surroundings } from "../src/engine/policy-rows.ts";
import { Questions } from "../src/engine/questions.ts";
import { compareAnswers } from "../src/engine/race.ts";
import { mapOfSets } from "../src/engine/rivals/map-of-sets.ts";
import { makeWorld } from "../src/engine/world.ts";
import { Random } from "../src/random.ts";
import { outcomeOf } from "../src/suite.ts";

test("the whole suite runs on small worlds: every rival gives the answers that ours gives, and no figure is absent", async () => {
  const suite = engine({
    bindings: [1_000, 2_000],
    questions: 2_000,
    rounds: 2,
    additions: 100,
    listing: { prompts: 2_000, users: 200 },
    listings: 2,
  });
  const { figures, failures } = await outcomeOf(suite);
  // How fast a busy machine was is no matter of tests: only what was measured is.
  expect(failures.filter((failure) => !/ is not [≤≥] /.test(failure))).toEqual([]);
  expect(figures.map(({ figure }) => figure)).toEqual(expect.arrayContaining([...suite.figures]));
  expect(figures.filter(({ ours }) => !(ours > 0))).toEqual([]);
}, 120_000);

test("a rival that answers wrongly is found", () => {
  const world = makeWorld(1_000, 1);
  const questions = new Questions(world, 2_000, "mixed");
  const wrong = { ...mapOfSets(makeWorld(1_000, 2)), name: "somebody else's world" };
  expect(() => compareAnswers([{ contender: mapOfSets(world), questions }])).not.toThrow();
  expect(() => compareAnswers([{ contender: wrong, questions }])).toThrow(
    /^somebody else's world answers wrongly: yes to prn_\w+ [a-z-]+:[a-z-]+ scp_\w+$/,
  );
});

test("questions are distinct, half of them denied, and asked with strings of their own", () => {
  const questions = new Questions(makeWorld(1_000, 1), 10_000, "mixed");
  const { principalIds, permissions, workspaceIds } = questions.batch(0, questions.count);
  const asked = principalIds.map((principalId, at) => `${principalId} ${permissions[at]} ${workspaceIds[at]}`);
  expect(new Set(asked).size).toBe(10_000);
  expect(asked.filter((_, at) => questions.isAllowed(at)).length).toBe(5_000);
});

test("what is asked through groups, folders, times, restrictions and keys has the answers of the reference", () => {
  const surroundings = new Surroundings(makeWorld(1_000, 1));
  const policy = CompiledPolicy.from(surroundings.rows(), 1);
  const state: AccessState = policy.toState();
  const questions = surroundings.halfDenied(new Random(1), 400, policy);
  const different = questions.filter(({ principalId, permission, scopeId, options }) => {
    const reference = authorize(state, { principalId, permission, scopeId, at: now, ...options });
    return reference.allowed !== policy.check(principalId, permission, scopeId, momentOf(now), options).allowed;
  });
  expect(different).toEqual([]);
  expect(questions.some(({ options }) => options !== undefined)).toBe(true);
});
