import { expect, test } from "vitest";
import { emergencyStep } from "./emergency-words.ts";

const by = { type: "user", id: "p", name: "Finn" } as const;
const refused = { review: { allowed: false, why: "You had a hand in what was released." } } as const;
const emergency = { state: "owed", actions: refused, by, current: true, label: "production" } as const;

test.each([
  ["who may looks at it", { ...emergency, actions: { review: { allowed: true } } }, "act", "without approvals"],
  ["others read why they may not", emergency, "wait", "You had a hand"],
  [
    "what is overdue says whom it holds up",
    { ...emergency, state: "overdue" },
    "wait",
    "until then Finn makes no other",
  ],
  ["a look approves nothing", { ...emergency, state: "reviewed" }, "done", "still shows it as unreviewed"],
  [
    "fault that was found is said",
    { ...emergency, state: "objected", current: false },
    "done",
    "something else by now",
  ],
] as const)("%s", (_, given, tone, words) => {
  const step = emergencyStep(given);
  expect(step.tone).toBe(tone);
  expect(step.detail).toContain(words);
});
