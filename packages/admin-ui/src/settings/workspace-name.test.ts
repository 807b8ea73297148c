import { expect, it } from "vitest";
import { workspaceNameProblem } from "./workspace-name.ts";

it.each([
  ["production", null],
  ["team-a.v2_x", null],
  ["", "It needs a name."],
  ["Production", expect.stringMatching(/lower-case/)],
  ["-a", expect.stringMatching(/beginning/)],
  ["a b", expect.stringMatching(/lower-case/)],
  ["a".repeat(63), null],
  ["a".repeat(64), expect.stringMatching(/1 to 63/)],
])("%j as a workspace's name", (name, problem) => {
  expect(workspaceNameProblem(name)).toEqual(problem);
});
