import fc from "fast-check";
import { expect, test } from "vitest";
import { assessRequest, type RequestInput } from "../../src/release/assess-request.ts";
import type { ReleaseRequest } from "../../src/release/release-request.ts";
import { type RequestEvent, type RequestState, requestState, transition } from "../../src/release/request-machine.ts";
import type { Review, Verdict } from "../../src/release/review.ts";
import { anyReviewer, digests, minute, policy, publicationInput, review, reviewers } from "./request-fixture.ts";

const people = ["ann", "ben", "cem", "author", "robot"];

type Step =
  | { readonly type: "publish" | "rebase" | "reject" | "cancel" | "expire" | "move" }
  | { readonly type: "review"; readonly who: string; readonly verdict: Verdict }
  | { readonly type: "push"; readonly digest: string }
  | { readonly type: "lose" | "contribute"; readonly who: string }
  | { readonly type: "wait"; readonly minutes: number };

const who = fc.constantFrom(...people);
const verdict = fc.constantFrom<Verdict[]>("approve", "approve", "approve", "request_changes", "comment");
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ type: fc.constant("review"), who, verdict }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("publish") }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("rebase") }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("push"), digest: fc.constantFrom(digests.v1, digests.v2) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("move") }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom("lose", "contribute"), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("wait"), minutes: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("reject", "cancel", "expire") }) },
);

/** A request, and who has lost `review` or become a contributor since. A minute passes with every step. */
interface World {
  readonly input: RequestInput;
  readonly minutes: number;
  readonly lost: ReadonlySet<string>;
  readonly contributors: ReadonlySet<string>;
}

function inputOf({ input, lost, contributors }: World): RequestInput {
  return {
    ...input,
    reviewers: reviewers(
      people.filter((name) => !lost.has(name)),
      { contributors },
    ),
  };
}

function stateOf(world: World): RequestState {
  return requestState(assessRequest(inputOf(world), minute(world.minutes)), minute(world.minutes));
}

function eventOf(step: Step, { content }: ReleaseRequest): RequestEvent | null {
  switch (step.type) {
    case "push":
      return { type: "push", digest: step.digest, closureDigest: null };
    case "review":
      return { type: "review", verdict: step.verdict, digest: content.digest };
    case "publish":
      return { type: "publish", digest: content.digest, releaseId: "published" };
    case "reject":
    case "cancel":
      return { type: step.type, by: "ben" };
    case "rebase":
    case "expire":
      return { type: step.type };
    default:
      return null;
  }
}

function take(step: Step, world: World): World {
  const at = minute(world.minutes);
  const later = { ...world, minutes: world.minutes + 1 };
  const { request, current, reviews } = world.input;
  switch (step.type) {
    case "move": {
      const sequence = current.sequence + 1;
      return { ...later, input: { ...world.input, current: { releaseId: `release-${sequence}`, sequence } } };
    }
    case "lose":
      return { ...later, lost: new Set([...world.lost, step.who]) };
    case "contribute":
      return { ...later, contributors: new Set([...world.contributors, step.who]) };
    case "wait":
      return { ...later, minutes: world.minutes + step.minutes };
    default: {
      const event = eventOf(step, request);
      const result = event === null ? null : transition(assessRequest(inputOf(world), at), event, at);
      if (!result?.ok) return later;
      if (step.type !== "review") return { ...later, input: { ...world.input, request: result.value } };
      const bound = { digest: request.content.digest, baseReleaseId: request.base.releaseId, at };
      const given = review(step.who, step.verdict, { ...bound, id: `${step.who}-${world.minutes}` });
      return { ...later, input: { ...world.input, reviews: [...reviews, given] } };
    }
  }
}

/** Whose last word is an approval of the request as it stands, told without the code under test. */
function approversOf({ input: { request, reviews }, lost, contributors }: World): readonly string[] {
  const lastWord = new Map<string, Review>();
  for (const given of reviews) if (given.verdict !== "comment") lastWord.set(given.principalId, given);
  return [...lastWord.values()]
    .filter(
      (given) =>
        given.verdict === "approve" &&
        given.digest === request.content.digest &&
        given.baseReleaseId === request.base.releaseId &&
        given.at >= request.content.pushedAt,
    )
    .map(({ principalId }) => principalId)
    .filter((name) => name !== "robot" && !lost.has(name) && !contributors.has(name));
}

test("I7 I8 I17 only what enough people approved as it stands is published, an end is an end, and nobody's loss approves anything", () => {
  let published = 0;
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40 }), fc.integer({ min: 1, max: 2 }), (sequence, count) => {
      const policies = [policy("p", 1, { ...anyReviewer, count })];
      let world: World = {
        input: publicationInput({ policies: { atOpening: policies, now: policies } }),
        minutes: 20,
        lost: new Set(),
        contributors: new Set(["author"]),
      };
      for (const step of sequence) {
        const before = world;
        const stateBefore = stateOf(before);
        world = take(step, before);
        const state = stateOf(world);

        if (before.input.request.ending !== null) expect(world.input.request).toEqual(before.input.request);
        if (state === "approved" && stateBefore !== "approved") expect(step.type).toBe("review");
        if (state === "approved" || (state === "published" && stateBefore !== "published")) {
          const { length } = approversOf(state === "published" ? before : world);
          expect(length).toBeGreaterThanOrEqual(count);
        }
        if (state === "published" && stateBefore !== "published") {
          expect(stateBefore).toBe("approved");
          published += 1;
        }
      }
    }),
    { numRuns: 1500 },
  );
  // Were hardly anything published, the rest would prove little.
  expect(published).toBeGreaterThan(50);
});
