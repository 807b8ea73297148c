import { describe, expect, it } from "vitest";
import { buildWorld } from "../fixtures/world.ts";
import { accessMatrix } from "./access-matrix.ts";
import { attackWith } from "./attack-run.ts";
import { isQuery } from "./declared-access.ts";

describe("the attack matrix, by sessions", () => {
  it("I1 I5 I11 I15 I19 every role's session, nobody and a stranger get from every procedure what the matrix says", {
    timeout: 300_000,
  }, async () => {
    const world = await buildWorld();
    const sessions = world.actors.filter(({ by }) => by === "session");
    const report = await attackWith(world, [...sessions, null]);
    expect(report.faults.slice(0, 60)).toEqual([]);
    const never = Object.keys(accessMatrix.procedures).filter((name) => !report.answered.has(name));
    const { procedures } = accessMatrix;
    expect(never).toEqual(Object.keys(procedures).filter((name) => procedures[name]?.only === "named-account"));
    // Of a change that nobody notices the silence about refused ones would say nothing.
    const changing = Object.keys(accessMatrix.procedures).filter((name) => !isQuery(name));
    const unchanged = changing.filter((name) => !report.changed.has(name) && !never.includes(name));
    expect(unchanged).toEqual(["audit.export"]);
    expect(report.calls).toBeGreaterThan(sessions.length * Object.keys(accessMatrix.procedures).length);
  });
});
