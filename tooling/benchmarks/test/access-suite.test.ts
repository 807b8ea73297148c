import { expect, test } from "vitest";
import { access } from "../src/access/access-suite.ts";
import { outcomeOf } from "../src/suite.ts";

test("the whole suite runs on a small manifest, and no figure is absent", async () => {
  const suite = access({ workspaces: 3, groups: 4, people: 2, rounds: 1, build: "source" });
  const { figures, failures } = await outcomeOf(suite);
  expect(failures.filter((failure) => !/ is not [≤≥] /.test(failure))).toEqual([]);
  expect(figures.filter(({ ours }) => !(ours > 0))).toEqual([]);
}, 60_000);
