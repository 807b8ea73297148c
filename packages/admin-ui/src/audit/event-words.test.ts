import { auditActions } from "@countersign/core";
import { expect, it } from "vitest";
import { actionGroups, eventSentence } from "./event-words.ts";

it("an event says what was done, or what was tried", () => {
  expect(eventSentence({ action: "role.create", outcome: "done" })).toBe("A custom role was created");
  expect(eventSentence({ action: "role.create", outcome: "refused" })).toBe("role.create was refused");
  expect(eventSentence({ action: "from.tomorrow", outcome: "done" })).toBe("from.tomorrow");
});

it("every action can be filtered by", () => {
  expect(
    actionGroups()
      .flatMap(({ items }) => items.map(({ value }) => value))
      .sort(),
  ).toEqual(Object.keys(auditActions).sort());
});
