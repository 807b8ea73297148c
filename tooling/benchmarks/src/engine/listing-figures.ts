import type { CompiledPolicy } from "@countersign/core";
import { percentile } from "../percentile.ts";
import { type Figure, judged } from "../report.ts";
import { type ListingSize, ListingWorld } from "./listing-world.ts";

export const listingNames = [
  "listResources, every id, p99",
  "listResources, a page of 50, p99",
  "listPrincipals, every holder with every way, p99",
] as const;

/** How long it takes to list what somebody sees, and who can do something. */
export function* listingFigures(size: ListingSize, calls: number): Iterable<Figure> {
  const world = new ListingWorld(size);
  const policy = world.compile();
  const [everything, page, holders] = listingNames;

  const whole = timed(calls, (call) => {
    expectCount(listPrompts(policy, world, call).ids.length, size.prompts / 2, "prompts that an asker sees");
  });
  yield judged(
    {
      figure: everything,
      ours: percentile(whole, 0.99),
      unit: "ms",
      against: `${size.prompts.toLocaleString("en")} prompts, half of them seen`,
    },
    { atMost: 1 },
  );

  let after: string | undefined;
  let listed = 0;
  const pages = timed(size.prompts / 100, (call) => {
    const one = listPrompts(policy, world, Math.floor((call * 100) / size.prompts), { limit: 50, after });
    after = one.next ?? undefined;
    listed += one.ids.length;
  });
  expectCount(listed, size.prompts / 2, "prompts in pages");
  yield judged(
    { figure: page, ours: percentile(pages, 0.99), unit: "ms", against: "from the first page to the last" },
    { atMost: 0.2 },
  );

  const everybody = timed(calls, () => {
    const { items, total } = policy.listPrincipals("prompt:publish", world.publishedIn, world.at);
    expectCount(total, size.users / 2 + 1, "people who may publish");
    expectCount(items.length, total, "people in the list");
  });
  yield judged(
    {
      figure: holders,
      ours: percentile(everybody, 0.99),
      unit: "ms",
      against: `${size.users.toLocaleString("en")} users, half of them hold it`,
    },
    { atMost: 4 },
  );
}

function listPrompts(
  policy: CompiledPolicy,
  world: ListingWorld,
  asker: number,
  page: { readonly limit?: number; readonly after?: string | undefined } = {},
) {
  return policy.listResources({ principalId: world.asker(asker) }, world.at, { actions: ["view"], ...page });
}

/** The milliseconds of each call, after as many that only warm up, but no more than a hundred. */
function timed(calls: number, call: (index: number) => void): readonly number[] {
  const times: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const start = performance.now();
    call(index);
    times.push(performance.now() - start);
  }
  return times;
}

function expectCount(counted: number, expected: number, what: string): void {
  if (counted !== expected) throw new Error(`There are ${counted} ${what}, not ${expected}.`);
}
