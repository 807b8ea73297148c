import type { JsonValue } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/command/identifiers.ts";
import { buildWorld } from "../fixtures/world.ts";
import { everyCase } from "../fixtures/world-cases.ts";
import { accessMatrix } from "./access-matrix.ts";
import { inputOf } from "./attack-run.ts";
import { expectedAnswer } from "./expected-answer.ts";
import { type RawAnswer, rawCall, rawFetch } from "./raw-call.ts";

describe("what one may not see", () => {
  it("I15 I19 is answered byte for byte as what does not exist, by every procedure that takes an id or a name", {
    timeout: 300_000,
  }, async () => {
    const world = await buildWorld();
    const actors = world.actors.filter(({ name }) => asking.has(name));
    expect(actors).toHaveLength(asking.size);
    const foreign = idsIn([world.foreign, world.foreignStage]);
    const told: string[] = [];
    const compared = new Set<string>();
    const server = await world.enter();
    try {
      for (const [procedure, row] of Object.entries(accessMatrix.procedures)) {
        if (row.hidden === undefined) continue;
        for (const one of everyCase(world)[procedure] ?? []) {
          for (const actor of actors) {
            if (one.by?.(actor) === false || !isHidden(expectedAnswer(row, one, actor))) continue;
            const hidden = inputOf(one, actor);
            const absent = withoutPresence(
              hidden,
              (id) => id !== actor.principalId && (one.absent === undefined || foreign.has(id)),
            );
            if (JSON.stringify(absent) === JSON.stringify(hidden)) continue;
            compared.add(procedure);
            const answers = [hidden, absent].map(async (input) =>
              withoutInput(await rawCall(server, procedure, input, actor.headers), input),
            );
            const [ofHidden, ofAbsent] = await Promise.all(answers);
            if (ofHidden !== ofAbsent) {
              told.push(`${procedure} (${one.title}) tells ${actor.name} that it is there: ${ofHidden} / ${ofAbsent}`);
            }
          }
        }
      }
      for (const actor of actors) {
        const paths = ["gamma/support/refund", "nowhere/support/refund", "alpha/support/nothing"];
        if (actor.boundAt === "alpha") paths.push("beta/support/refund");
        const answers = await Promise.all(
          paths.map((path) => rawFetch(server, `/v1/prompts/${path}?label=live`, actor.headers)),
        );
        expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size, actor.name).toBe(1);
      }
    } finally {
      await server.close();
    }
    expect(told).toEqual([]);
    const withIds = Object.entries(accessMatrix.procedures).filter(([, row]) => row.hidden !== undefined);
    expect(withIds.map(([name]) => name).filter((name) => !compared.has(name))).toEqual([]);
  });
});

/** The owner asks after the foreign organization; the others after the sibling workspace as well. */
const asking: ReadonlySet<string> = new Set([
  "organization.owner",
  "workspace.admin",
  "workspace.editor",
  "key of workspace.admin",
  "nothing",
  "robot",
]);

function isHidden(expected: string): boolean {
  return expected === "not_found" || expected === "invalid";
}

/** The same input with these ids, and every workspace name, replaced by ones that were never given out. */
function withoutPresence(input: JsonValue, replaces: (id: string) => boolean): JsonValue {
  const text = JSON.stringify(input)
    .replace(
      /(?<=")(org|prn|grp|rol|bnd|rst|key|inv|scp|ver|pol|ppr|req|trq|cmt|rel|upl|emg)_[0-9a-z]{20}(?=")/g,
      (id, prefix: Parameters<typeof newId>[0]) => (replaces(id) ? newId(prefix) : id),
    )
    .replace(/"workspace":"(alpha|beta|gamma)"/g, '"workspace":"nowhere"');
  return JSON.parse(text);
}

function idsIn(value: unknown): ReadonlySet<string> {
  return new Set(
    JSON.stringify(value, (name, part) => (name === "owner" || name === "api" ? null : part)).match(
      /[a-z]{3}_[0-9a-z]{20}/g,
    ),
  );
}

/** An answer without what its asker had said himself. */
function withoutInput({ status, body }: RawAnswer, input: JsonValue): string {
  const ids = JSON.stringify(input).match(/[a-z]{3}_[0-9a-z]{20}/g) ?? [];
  return `${status} ${ids.reduce((text, id) => text.replaceAll(id, "id"), body)}`;
}
