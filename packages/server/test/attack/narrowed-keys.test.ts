import { type Permission, parsePermission, permissionCatalogue, permissions } from "@countersign/core";
import { describe, expect, it } from "vitest";
import type { CountersignServer } from "../../src/compose.ts";
import { type Actor, buildWorld, type World } from "../fixtures/world.ts";
import { type Case, everyCase } from "../fixtures/world-cases.ts";
import { accessMatrix, type MatrixRow } from "./access-matrix.ts";
import { inputOf } from "./attack-run.ts";
import { rawCall } from "./raw-call.ts";

describe("the attack matrix, by keys narrowed to one procedure", () => {
  it("I1 I13 I16 each declared permission is needed, and with what it requires it is enough", {
    timeout: 300_000,
  }, async () => {
    const world = await buildWorld();
    const faults: string[] = [];
    let tried = 0;
    for (const [procedure, row] of Object.entries(accessMatrix.procedures)) {
      if (row.permission === "public" || row.permission === "member" || row.only !== undefined) continue;
      for (const one of (everyCase(world)[procedure] ?? []).filter(
        (one) => isPlain(one) && isFor(ownerOf(world), one),
      )) {
        const server = await world.enter();
        try {
          tried += 1;
          const needed = neededFor(row, one);
          const without = new Set([
            permissionAt(row.permission, one),
            ...(row.or ?? []).map((or) => permissionAt(or, one)),
          ]);
          const lacking = permissions.filter((permission) => !without.has(permission));
          const kept = await callWith(server, world, procedure, one, lacking);
          if (kept !== "forbidden" && kept !== "not_found") {
            faults.push(`${procedure} (${one.title}) was ${kept} without ${[...without].join(" and ")}.`);
          }
          const enough = await callWith(server, world, procedure, one, needed);
          if (enough !== (one.ends ?? "answered")) {
            faults.push(`${procedure} (${one.title}) was ${enough} with ${needed.join(", ")}.`);
          }
        } finally {
          await server.close();
        }
      }
    }
    expect(faults).toEqual([]);
    expect(tried).toBeGreaterThan(60);
  });
});

/** Against what is there and not one's own. */
function isPlain(one: Case): boolean {
  return one.place.stage !== "foreign" && one.place.stage !== "beta" && !one.owns && one.absent === undefined;
}

/**
 * What one alone has opened is there for nobody else, whatever he holds. What ends by who asks is about the revision as well,
 * which the key raises that is made here.
 */
function isFor(owner: Actor, one: Case): boolean {
  return typeof one.ends !== "function" && one.by?.(owner) !== false && one.seenBy?.length !== 0;
}

function ownerOf(world: World): Actor {
  const owner = world.actors.find((actor) => actor.isOwner && actor.by === "session");
  if (owner === undefined) throw new Error("The world has no owner.");
  return owner;
}

/** The permission of the row with what it requires, what makes the thing visible, and what is handed on. */
function neededFor(row: MatrixRow, one: Case): readonly Permission[] {
  const seenBy = one.seenBy ?? row.seenBy;
  const named = [
    row.permission,
    ...(row.also ?? []),
    ...(Array.isArray(seenBy) ? seenBy.slice(0, 1) : []),
    // A release is requested of what one may view.
    ...(one.title.startsWith("from") || row.permission === "<kind>:request" ? ["<kind>:view"] : []),
  ];
  return [...new Set([...named.map((name) => permissionAt(name, one)), ...(one.hands ?? [])].flatMap(withRequired))];
}

function withRequired(permission: Permission): readonly Permission[] {
  return [permission, ...permissionCatalogue[permission].requires.flatMap(withRequired)];
}

function permissionAt(name: string, one: Case): Permission {
  const permission = parsePermission(name.replace("<kind>", one.place.kind ?? "prompt"));
  if (permission === null) throw new Error(`${name} is no permission.`);
  return permission;
}

/** Calls with a key of the owner's that holds just these. */
async function callWith(
  server: CountersignServer,
  world: World,
  procedure: string,
  one: Case,
  held: readonly Permission[],
): Promise<string> {
  const owner = ownerOf(world);
  const made = await rawCall(server, "key.create", { name: "narrow", permissions: held }, owner.headers);
  const { result } = made;
  if (typeof result !== "object" || result === null || !("secret" in result)) throw new Error(made.body);
  const headers = { authorization: `Bearer ${String(result.secret)}` };
  return (await rawCall(server, procedure, inputOf(one, owner), headers)).outcome;
}
