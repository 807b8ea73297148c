import type { JsonValue } from "@countersign/core";
import type { CountersignServer } from "../../src/compose.ts";
import type { Actor, World } from "../fixtures/world.ts";
import { type Case, everyCase } from "../fixtures/world-cases.ts";
import { accessMatrix } from "./access-matrix.ts";
import { type ChangeWatch, watchChanges } from "./change-watch.ts";
import { isQuery } from "./declared-access.ts";
import { expectedAnswer } from "./expected-answer.ts";
import { leaksIn } from "./leaks.ts";
import { rawCall } from "./raw-call.ts";

/** What came of all calls of a set of actors. */
export interface AttackReport {
  readonly calls: number;
  /** Everything that was not as the matrix says, in sentences. */
  readonly faults: readonly string[];
  /** Procedures that were answered at least once. */
  readonly answered: ReadonlySet<string>;
  /** Procedures that were noticed to change something. */
  readonly changed: ReadonlySet<string>;
}

/**
 * Every procedure, by every actor, with every case, each in an equal world: after a call that changed anything but the
 * audit log a new copy is entered.
 */
export async function attackWith(world: World, actors: readonly (Actor | null)[]): Promise<AttackReport> {
  const faults: string[] = [];
  const answered = new Set<string>();
  const changing = new Set<string>();
  const cases = everyCase(world);
  let calls = 0;
  let copy: { readonly server: CountersignServer; readonly watch: ChangeWatch } | null = null;
  try {
    for (const [procedure, row] of Object.entries(accessMatrix.procedures)) {
      const reads = isQuery(procedure);
      for (const one of cases[procedure] ?? []) {
        for (const actor of actors) {
          if (one.by?.(actor) === false) continue;
          copy ??= await enter(world);
          const input = inputOf(one, actor);
          const answer = await rawCall(copy.server, procedure, input, actor?.headers ?? {});
          const changed = await copy.watch.changed();
          const expected = expectedAnswer(row, one, actor);
          const who = `${procedure} (${one.title}) by ${actor?.name ?? "a stranger"}`;
          calls += 1;
          if (answer.outcome === "answered") answered.add(procedure);
          if (changed.length > 0) changing.add(procedure);
          if (answer.outcome !== expected) {
            faults.push(`${who}: ${expected} was expected, it was ${answer.outcome}: ${answer.body.slice(0, 300)}`);
          }
          if (changed.length > 0 && (reads || answer.outcome !== "answered")) {
            faults.push(`${who} was ${answer.outcome} and changed ${changed.join(", ")}.`);
          }
          for (const leak of leaksIn(world, actor, input, answer.body)) faults.push(`${who} was told ${leak}.`);
          if (changed.length > 0) {
            await copy.server.close();
            copy = null;
          }
        }
      }
    }
  } finally {
    await copy?.server.close();
  }
  return { calls, faults, answered, changed: changing };
}

/** The input of a case, as the actor gives it. */
export function inputOf(one: Case, actor: Actor | null): JsonValue {
  return typeof one.input === "function" ? one.input(actor) : one.input;
}

async function enter(world: World) {
  const server = await world.enter();
  return { server, watch: await watchChanges(server.environment.db) };
}
