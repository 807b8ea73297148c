import { auditActions } from "@countersign/core";
import { expect, it } from "vitest";
import { actionGroups, eventSentence, outcomeWords, targetWords } from "./event-words.ts";

it("an event says what was done, or what was tried", () => {
  expect(eventSentence({ action: "role.create", outcome: "done" })).toBe("A custom role was created");
  expect(eventSentence({ action: "role.create", outcome: "refused" })).toBe("Creating a role was refused");
  expect(eventSentence({ action: "organization.update", outcome: "refused" })).toBe(
    "Changing an organization was refused",
  );
  expect(eventSentence({ action: "from.tomorrow", outcome: "done" })).toBe("from.tomorrow");
  expect(eventSentence({ action: "from.tomorrow", outcome: "refused" })).toBe("from.tomorrow was refused");
});

it("a refusal is said in words: once it read `label.release was refused`, `policy_unsatisfied`", () => {
  const said = Object.keys(auditActions).map((action) => eventSentence({ action, outcome: "refused" }));
  for (const sentence of said) expect(sentence).toMatch(/^[A-Z][a-z-]+( [a-z-]+)* was refused$/);
  expect(outcomeWords({ outcome: "refused", code: "policy_unsatisfied" })).toBe("Refused: policy unsatisfied");
  expect(outcomeWords({ outcome: "done", code: null })).toBe("Done");
});

it("what has no name is shown by a short id", () => {
  const id = "req_tswt2van220qc9da4e2f";
  expect(targetWords({ target: { type: "request", id, name: id } })).toBe("req_tswt2van…");
  expect(targetWords({ target: { type: "workspace", id, name: "production" } })).toBe("production");
});

it("every action can be filtered by", () => {
  expect(
    actionGroups()
      .flatMap(({ items }) => items.map(({ value }) => value))
      .sort(),
  ).toEqual(Object.keys(auditActions).sort());
});
