import type { Goal } from "../../report.ts";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { accessControl } from "./accesscontrol.ts";
import { betterAuth } from "./better-auth.ts";
import { casbin } from "./casbin.ts";
import { caslByRole, caslByUser } from "./casl.ts";
import { cedar } from "./cedar.ts";
import { mapOfSets } from "./map-of-sets.ts";

/** Something else that decides. */
export interface Rival {
  readonly name: string;
  readonly make: (world: World) => Contender | Promise<Contender>;
  /** How many bindings it can hold, where a million take too long or too much memory. */
  readonly bindings?: number;
  /** How many questions it is asked, where a million take too long. */
  readonly questions?: number;
  /** What is to be reached beside it in the largest world. */
  readonly goal?: Goal;
}

export const rivals: readonly Rival[] = [
  { name: "Map of Sets", make: mapOfSets, goal: { ratioAtLeast: 2.5 } },
  { name: "CASL, an ability a role", make: caslByRole, goal: { ratioAtLeast: 3 } },
  // Its index holds every permission of every binding, about 6 kB each.
  { name: "CASL, an ability a user", make: caslByUser, bindings: 100_000, goal: { ratioAtLeast: 3 } },
  { name: "accesscontrol", make: accessControl, questions: 100_000 },
  { name: "better-auth", make: betterAuth, questions: 200_000 },
  { name: "Cedar", make: cedar, questions: 2_000 },
  { name: "casbin", make: casbin, bindings: 10_000, questions: 500 },
];
