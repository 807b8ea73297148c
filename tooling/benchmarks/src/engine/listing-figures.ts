import type { CompiledPolicy } from "@countersign/core";
import { medianP99 } from "../percentile.ts";
import { type Figure, judged } from "../report.ts";
import { type ListingSize, ListingWorld } from "./listing-world.ts";

export const listingNames = [
  "listResources, every id, p99",
  "listResources, a page of 50, p99",
  "listPrincipals, every holder with every way, p99",
] as const;

/** How long it takes to list what somebody sees, and who can do something: of every round the p99, of these the median. */
export function* listingFigures(size: ListingSize, calls: number, rounds: number): Iterable<Figure> {
  const world = new ListingWorld(size);
  const policy = world.compile();
  const [everything, page, holders] = listingNames;

  const whole = medianP99(rounds, calls, (call) => {
    expectCount(listPrompts(policy, world, call).ids.length, size.prompts / 2, "prompts that an asker sees");
  });
  const seen = `${size.prompts.toLocaleString("en")} prompts, half of them seen`;
  yield judged({ figure: everything, ours: whole, unit: "ms", against: seen }, { atMost: 1 });

  let after: string | undefined;
  let listed = 0;
  const pages = medianP99(rounds, size.prompts / 100, (call, round) => {
    const one = listPrompts(policy, world, round, { limit: 50, after: call === 0 ? undefined : after });
    after = one.next ?? undefined;
    listed += one.ids.length;
  });
  expectCount(listed, (rounds * size.prompts) / 2, "prompts in pages");
  const paged = "every page from the first to the last";
  yield judged({ figure: page, ours: pages, unit: "ms", against: paged }, { atMost: 0.2 });

  const everybody = medianP99(rounds, calls, () => {
    const { ids, grants, total } = policy.listPrincipals("prompt:publish", world.publishedIn, world.at);
    expectCount(total, size.users / 2 + 1, "people who may publish");
    expectCount(ids.length, total, "people in the list");
    expectCount(grants.length, total, "lists of their ways");
  });
  const held = `${size.users.toLocaleString("en")} users, half of them hold it`;
  yield judged({ figure: holders, ours: everybody, unit: "ms", against: held }, { atMost: 4 });
}

function listPrompts(
  policy: CompiledPolicy,
  world: ListingWorld,
  asker: number,
  page: { readonly limit?: number; readonly after?: string | undefined } = {},
) {
  return policy.listResources({ principalId: world.asker(asker) }, world.at, { actions: ["view"], ...page });
}

function expectCount(counted: number, expected: number, what: string): void {
  if (counted !== expected) throw new Error(`There are ${counted} ${what}, not ${expected}.`);
}
