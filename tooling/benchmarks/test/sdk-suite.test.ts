import { expect, test } from "vitest";
import { sdkOutage } from "../src/endure/sdk-outage.ts";
import { sdk } from "../src/sdk/sdk-suite.ts";
import { outcomeOf } from "../src/suite.ts";

test("the suite of the client runs, and forgets, hears and asks as it should", async () => {
  const suite = sdk({ gets: 2_000, rounds: 2, clients: 4, releases: 2, listening: 1_200, build: "source" });
  const { figures, failures } = await outcomeOf(suite);
  // How fast a busy machine was is no matter of tests; what was counted is.
  expect(failures.filter((failure) => !/^"cached get|^"a release reaches/.test(failure))).toEqual([]);
  expect(figures.map(({ figure }) => figure)).toEqual([...suite.figures]);
});

test("clients outlive the server's death with a copy that is young enough, and no older one is given", async () => {
  const size = { clients: 4, outages: [300, 1_600], calm: 300, maxStale: 1_000, build: "source" } as const;
  const { figures, failures } = await outcomeOf(sdkOutage(size));
  expect(failures).toEqual([]);
  // It would prove nothing where no get met an outage, or none was refused for its copy's age.
  for (const figure of figures.filter(({ figure: name }) => /stale copy|too old/.test(name))) {
    expect(figure.ours, figure.figure).toBeGreaterThan(0);
  }
});
