import { describe, expect, it } from "vitest";
import { buildWorld } from "../fixtures/world.ts";
import { accessMatrix } from "./access-matrix.ts";
import { attackWith } from "./attack-run.ts";

describe("the attack matrix, by keys", () => {
  it("I1 I15 I16 I19 every role's key gets from every procedure what the matrix says", {
    timeout: 300_000,
  }, async () => {
    const world = await buildWorld();
    const keys = world.actors.filter(({ by }) => by === "key");
    const report = await attackWith(world, keys);
    expect(report.faults.slice(0, 60)).toEqual([]);
    const { procedures } = accessMatrix;
    const never = Object.keys(procedures).filter((name) => !report.answered.has(name));
    // A password is changed, and a loosening decided, by a person who is signed in; a check is reported by who is named.
    const others = /session$|^named-account$/;
    expect(never).toEqual(Object.keys(procedures).filter((name) => others.test(procedures[name]?.only ?? "")));
    expect(report.calls).toBeGreaterThan(keys.length * 80);
  });
});
