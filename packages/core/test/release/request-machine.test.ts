import { describe, expect, expectTypeOf, test } from "vitest";
import type { RequestStateName } from "../../src/api/request-api.ts";
import { assessRequest, type RequestInput } from "../../src/release/assess-request.ts";
import type { LabelPosition } from "../../src/release/release.ts";
import {
  allowedIn,
  type RequestEvent,
  type RequestRefusal,
  type RequestState,
  requestState,
  requestStates,
  transition,
} from "../../src/release/request-machine.ts";
import {
  anyReviewer,
  digests,
  minute,
  policy,
  publicationInput,
  request,
  review,
  reviewers,
} from "./request-fixture.ts";

const moved: LabelPosition = { releaseId: "release-5", sequence: 5 };
const now = minute(30);

interface Situation {
  readonly input: RequestInput;
  readonly at: string;
}

/** The request in each of its states; expired twice, since nobody need have recorded it. */
const situations = {
  open: { input: publicationInput(), at: now },
  changes_requested: { input: publicationInput({ reviews: [review("ben", "request_changes")] }), at: now },
  approved: { input: publicationInput({ reviews: [review("ann", "approve")] }), at: now },
  stale: { input: publicationInput({ reviews: [review("ann", "approve")], current: moved }), at: now },
  published: {
    input: publicationInput({
      request: { ...request, ending: { type: "published", releaseId: "release-5", at: minute(25) } },
      reviews: [review("ann", "approve")],
      current: moved,
    }),
    at: now,
  },
  rejected: {
    input: publicationInput({ request: { ...request, ending: { type: "rejected", by: "ben", at: minute(25) } } }),
    at: now,
  },
  cancelled: {
    input: publicationInput({ request: { ...request, ending: { type: "cancelled", by: "author", at: minute(25) } } }),
    at: now,
  },
  expired: {
    input: publicationInput({
      request: { ...request, ending: { type: "expired", at: minute(100) } },
      reviews: [review("ann", "approve")],
    }),
    at: minute(101),
  },
  "expired, not recorded": { input: publicationInput({ reviews: [review("ann", "approve")] }), at: minute(100) },
} as const satisfies Record<string, Situation>;

type SituationName = keyof typeof situations;

function stateIn({ input, at }: Situation): RequestState {
  return requestState(assessRequest(input, at), at);
}

/** Every event, by name; `label moved` is none that anybody sends, it is what the state is derived from. */
const events = {
  push: { type: "push", digest: digests.v2, closureDigest: null },
  approve: { type: "review", verdict: "approve", digest: digests.v1 },
  "request changes": { type: "review", verdict: "request_changes", digest: digests.v1 },
  comment: { type: "review", verdict: "comment", digest: digests.v1 },
  dismiss: { type: "dismiss", reviewId: "request_changes-of-ben" },
  "label moved": "label moved",
  rebase: { type: "rebase" },
  publish: { type: "publish", digest: digests.v1, releaseId: "release-5" },
  reject: { type: "reject", by: "ben" },
  cancel: { type: "cancel", by: "author" },
  expire: { type: "expire" },
} as const satisfies Record<string, RequestEvent | "label moved">;

type EventName = keyof typeof events;

/** What an event by cem, who has said nothing yet, leads to: another situation, or the reason of a refusal. */
function happen({ input, at }: Situation, event: RequestEvent | "label moved"): Situation | RequestRefusal["reason"] {
  if (event === "label moved") return { input: { ...input, current: { releaseId: "release-6", sequence: 6 } }, at };
  const result = transition(assessRequest(input, at), event, at);
  if (!result.ok) return result.error.reason;
  const { request: next } = { request: result.value };
  if (event.type === "dismiss") {
    const reviews = input.reviews.map((one) => (one.id === event.reviewId ? { ...one, dismissed: true } : one));
    return { input: { ...input, request: next, reviews }, at };
  }
  if (event.type !== "review") return { input: { ...input, request: next }, at };
  const given = review("cem", event.verdict, { baseReleaseId: next.base.releaseId, digest: next.content.digest, at });
  return { input: { ...input, request: next, reviews: [...input.reviews, given] }, at };
}

describe("every state and every event", () => {
  const ended = (state: RequestState): Record<EventName, string> => ({
    push: "! request_ended",
    approve: "! request_ended",
    "request changes": "! request_ended",
    comment: "! request_ended",
    dismiss: "! request_ended",
    "label moved": state,
    rebase: "! request_ended",
    publish: "! request_ended",
    reject: "! request_ended",
    cancel: "! request_ended",
    expire: "! request_ended",
  });
  const matrix: Record<SituationName, Record<EventName, string>> = {
    open: {
      push: "open",
      approve: "approved",
      "request changes": "changes_requested",
      comment: "open",
      dismiss: "! no_objection",
      "label moved": "stale",
      rebase: "! request_not_stale",
      publish: "! approvals_missing",
      reject: "rejected",
      cancel: "cancelled",
      expire: "! not_expired",
    },
    changes_requested: {
      push: "changes_requested",
      approve: "changes_requested",
      "request changes": "changes_requested",
      comment: "changes_requested",
      dismiss: "open",
      "label moved": "stale",
      rebase: "! request_not_stale",
      publish: "! changes_requested",
      reject: "rejected",
      cancel: "cancelled",
      expire: "! not_expired",
    },
    approved: {
      push: "open",
      approve: "approved",
      "request changes": "changes_requested",
      comment: "approved",
      dismiss: "! no_objection",
      "label moved": "stale",
      rebase: "! request_not_stale",
      publish: "published",
      reject: "rejected",
      cancel: "cancelled",
      expire: "! not_expired",
    },
    stale: {
      push: "! request_stale",
      approve: "! request_stale",
      "request changes": "! request_stale",
      comment: "stale",
      dismiss: "! request_stale",
      "label moved": "stale",
      rebase: "open",
      publish: "! request_stale",
      reject: "rejected",
      cancel: "cancelled",
      expire: "! not_expired",
    },
    published: ended("published"),
    rejected: ended("rejected"),
    cancelled: ended("cancelled"),
    expired: ended("expired"),
    "expired, not recorded": { ...ended("expired"), expire: "expired" },
  };

  // The keys of literals are what their types say.
  const situationNames = Object.keys(matrix) as SituationName[];
  const eventNames = Object.keys(events) as EventName[];

  test.each(situationNames)("the situation %s is in the state of its name", (name) => {
    expect(stateIn(situations[name])).toBe(name.split(",")[0]);
  });

  test("no state is left out", () => {
    expect(new Set(situationNames.map((name) => stateIn(situations[name])))).toEqual(new Set(requestStates));
    expectTypeOf<RequestState>().toEqualTypeOf<RequestStateName>();
  });

  test.each(situationNames.flatMap((name) => eventNames.map((event) => [name, event, matrix[name][event]] as const)))(
    "%s: %s → %s",
    (name, event, expected) => {
      const result = happen(situations[name], events[event]);
      expect(typeof result === "string" ? `! ${result}` : stateIn(result)).toBe(expected);
    },
  );

  test("what the table allows is what `allowedIn` says", () => {
    for (const name of situationNames) {
      if (name === "expired") continue;
      for (const eventName of eventNames) {
        const event = events[eventName];
        if (event === "label moved") continue;
        expect([name, eventName, allowedIn(event).includes(stateIn(situations[name]))]).toEqual([
          name,
          eventName,
          !matrix[name][eventName].startsWith("!"),
        ]);
      }
    }
  });

  test("every refusal says what to do", () => {
    for (const name of situationNames) {
      const { input, at } = situations[name];
      for (const event of Object.values(events)) {
        if (event === "label moved") continue;
        const result = transition(assessRequest(input, at), event, at);
        if (result.ok) continue;
        expect(result.error.message).toMatch(/^[A-Z].*\.$/);
        expect(result.error.remedy).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});

describe("what an event leaves behind", () => {
  const { approved, stale, open } = situations;

  test.each<[name: string, situation: Situation, event: RequestEvent, changes: Partial<typeof request>]>([
    [
      "a push, the new content and its time",
      approved,
      events.push,
      { content: { digest: digests.v2, closureDigest: null, pushedAt: now } },
    ],
    ["a rebase, the new base", stale, events.rebase, { base: moved }],
    [
      "a publication, its release",
      approved,
      events.publish,
      { ending: { type: "published", releaseId: "release-5", at: now } },
    ],
    ["a rejection, who rejected it", open, events.reject, { ending: { type: "rejected", by: "ben", at: now } }],
    ["a cancellation, who cancelled it", open, events.cancel, { ending: { type: "cancelled", by: "author", at: now } }],
    [
      "an expiry, when it was recorded",
      situations["expired, not recorded"],
      events.expire,
      { ending: { type: "expired", at: minute(100) } },
    ],
    ["a review, nothing: it is stored beside", open, events.approve, {}],
  ])("%s", (_, { input, at }, event, changes) => {
    expect(transition(assessRequest(input, at), event, at)).toEqual({
      ok: true,
      value: { ...input.request, ...changes },
    });
  });
});

describe("I8 what was looked at is what is decided on", () => {
  test.each<[string, RequestEvent]>([
    ["an approval", { ...events.approve, digest: digests.v2 }],
    ["an objection", { ...events["request changes"], digest: digests.v2 }],
    ["a comment", { ...events.comment, digest: digests.v2 }],
    ["a publication", { ...events.publish, digest: digests.v2 }],
  ])("%s of another content is refused", (_, event) => {
    expect(happen(situations.approved, event)).toBe("content_changed");
  });

  test("a push of the same content dismisses nothing and is refused", () => {
    expect(happen(situations.approved, { ...events.push, digest: digests.v1 })).toBe("content_unchanged");
  });

  test("a push that changes an include alone is a push", () => {
    const result = happen(situations.approved, { ...events.push, digest: digests.v1, closureDigest: digests.v2 });
    expect(typeof result === "string" ? result : stateIn(result)).toBe("open");
  });
});

describe("the derived state", () => {
  test.each<[name: string, changes: Partial<RequestInput>, at: string, state: RequestState]>([
    ["the last moment before it expires", {}, minute(99), "open"],
    ["the moment of its expiry", {}, minute(100), "expired"],
    ["no expiry", { request: { ...request, expiresAt: null } }, minute(1_000_000), "open"],
    ["I2 a time that is none", {}, "zzz", "expired"],
    ["the same release at another sequence", { current: { releaseId: "release-4", sequence: 5 } }, now, "stale"],
    ["I10 another release at the same sequence", { current: { releaseId: "other", sequence: 4 } }, now, "stale"],
    [
      "an approval and an objection",
      { reviews: [review("ann", "approve"), review("ben", "request_changes")] },
      now,
      "changes_requested",
    ],
    [
      "the objector approves",
      { reviews: [review("ben", "request_changes"), review("ben", "approve", { at: minute(21) })] },
      now,
      "approved",
    ],
    [
      "the approver objects",
      { reviews: [review("ben", "approve"), review("ben", "request_changes", { at: minute(21) })] },
      now,
      "changes_requested",
    ],
    ["I8 an approval of another content", { reviews: [review("ann", "approve", { digest: digests.v2 })] }, now, "open"],
    [
      "I7 the contributor's own approval",
      { reviews: [review("author", "approve")], reviewers: reviewers(["author"]) },
      now,
      "open",
    ],
    ["I7 an approver who lost review", { reviews: [review("ann", "approve")], reviewers: reviewers([]) }, now, "open"],
    [
      "I17 a policy made stricter since the opening",
      {
        reviews: [review("ann", "approve")],
        policies: { atOpening: [policy("p", 1, anyReviewer)], now: [policy("p", 2, { ...anyReviewer, count: 2 })] },
      },
      now,
      "open",
    ],
    [
      "I17 a policy loosened since the opening",
      {
        reviews: [review("ann", "approve")],
        policies: { atOpening: [policy("p", 1, { ...anyReviewer, count: 2 })], now: [policy("p", 2, anyReviewer)] },
      },
      now,
      "open",
    ],
    [
      "I17 a policy made after the opening",
      { reviews: [], policies: { atOpening: [], now: [policy("q", 1, anyReviewer)] } },
      now,
      "open",
    ],
    [
      "I17 a policy deleted after the opening",
      { reviews: [], policies: { atOpening: [policy("q", 1, anyReviewer)], now: [] } },
      now,
      "open",
    ],
    ["no policy at all", { policies: { atOpening: [], now: [] } }, now, "approved"],
  ])("%s", (_, changes, at, state) => {
    expect(stateIn({ input: publicationInput(changes), at })).toBe(state);
  });

  test("an approval of content that comes back does not come back with it", () => {
    const first = happen(situations.approved, events.push);
    if (typeof first === "string") throw new Error(first);
    const back = happen({ ...first, at: minute(40) }, { ...events.push, digest: digests.v1 });
    expect(typeof back === "string" ? back : stateIn(back)).toBe("open");
  });

  test.each([
    ["approve", "open"],
    ["request_changes", "changes_requested"],
  ] as const)("a rebase takes approvals with it, and leaves objections: %s", (verdict, state) => {
    const stale = { input: publicationInput({ reviews: [review("ann", verdict)], current: moved }), at: now };
    const rebased = happen(stale, events.rebase);
    expect(typeof rebased === "string" ? rebased : stateIn(rebased)).toBe(state);
  });

  test("a push does not answer an objection by itself: whoever objected approves what was pushed", () => {
    const first = happen(situations.changes_requested, events.push);
    if (typeof first === "string") throw new Error(first);
    expect(stateIn(first)).toBe("changes_requested");
    const approved = happen(first, { ...events.approve, digest: digests.v2 });
    expect(typeof approved === "string" ? approved : stateIn(approved)).toBe("changes_requested");
  });

  test("only an objection that stands is dismissed", () => {
    expect(happen(situations.open, { type: "dismiss", reviewId: "request_changes-of-ben" })).toBe("no_objection");
    expect(happen(situations.approved, { type: "dismiss", reviewId: "approve-of-ann" })).toBe("no_objection");
  });
});
