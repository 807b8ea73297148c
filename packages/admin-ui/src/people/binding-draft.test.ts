import { expect, it } from "vitest";
import { bindingInput, bindingProblem, emptyBinding } from "./binding-draft.ts";

const now = new Date("2026-03-10T12:00:00.000Z");

it("a role is given somewhere, or not at all", () => {
  const holder = { type: "group", id: "g" } as const;
  expect(bindingProblem(emptyBinding, now)).toMatch(/role/);
  expect(bindingProblem({ ...emptyBinding, roleId: "r" }, now)).toMatch(/where/);
  expect(bindingInput({ ...emptyBinding, roleId: "r" }, holder, now)).toBeNull();
  const whole = { roleId: "r", scopeId: "s", expiry: { choice: "30", day: "" } as const, reason: "  covers for Ada " };
  expect(bindingProblem(whole, now)).toBeNull();
  expect(bindingInput(whole, holder, now)).toEqual({
    holder,
    roleId: "r",
    scopeId: "s",
    expiresAt: "2026-04-09T12:00:00.000Z",
    reason: "covers for Ada",
  });
  expect(bindingInput({ ...whole, reason: " " }, holder, now)).not.toHaveProperty("reason");
});
