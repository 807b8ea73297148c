import { expect, test } from "vitest";
import { datasets } from "../src/datasets/dataset-suite.ts";
import { outcomeOf } from "../src/suite.ts";

test("the suite of datasets runs on both databases and finds every changed row", async () => {
  const suite = datasets({ rows: 3_000, pages: 5, build: "source" });
  const { figures, failures } = await outcomeOf(suite);
  // How fast a busy machine was is no matter of tests.
  expect(failures.filter((failure) => !/is not ≤/.test(failure))).toEqual([]);
  expect(figures.map(({ figure }) => figure)).toEqual([...suite.figures]);
});
