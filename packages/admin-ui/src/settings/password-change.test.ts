import { expect, it } from "vitest";
import { passwordProblem } from "./password-change.ts";

it.each([
  [{ current: "", next: "b", again: "b" }, /current/],
  [{ current: "a", next: "", again: "" }, /new password/],
  [{ current: "a", next: "a", again: "a" }, /is the current one/],
  [{ current: "a", next: "b", again: "c" }, /differ/],
])("%j is refused", (draft, problem) => {
  expect(passwordProblem(draft)).toMatch(problem);
});

it("a new password typed twice is taken", () => {
  expect(passwordProblem({ current: "a", next: "b", again: "b" })).toBeNull();
});
