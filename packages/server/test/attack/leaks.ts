import type { JsonValue } from "@countersign/core";
import type { Actor, World } from "../fixtures/world.ts";
import type { Side, Stage } from "../fixtures/world-side.ts";
import { holds, seesAnything } from "./expected-answer.ts";

/**
 * What an answer tells that its asker may not know, whatever he asked: ids and texts of the other organization, of a
 * workspace of which he sees nothing, and drafts without `view`. What he said himself is no news.
 */
export function leaksIn(world: World, actor: Actor | null, input: JsonValue, body: string): readonly string[] {
  const said = JSON.stringify(input);
  const secrets: (readonly [what: string, values: readonly string[]])[] = [
    ["the foreign organization", [...namesOf(world.foreign), ...namesOf(world.foreignStage), "rival"]],
  ];
  if (actor !== null) {
    for (const stage of ["alpha", "beta"] as const) {
      if (isEverywhere(actor)) continue;
      if (!seesAnything(actor, stage)) secrets.push([stage, namesOf(world[stage])]);
      else if (!holds(actor, "prompt:view", { stage, type: "workspace" })) {
        secrets.push([`drafts of ${stage}`, [world[stage].draftMark]]);
      }
    }
  } else {
    secrets.push(["a workspace", [...namesOf(world.alpha), ...namesOf(world.beta)]]);
  }
  return secrets.flatMap(([what, values]) =>
    values.filter((value) => body.includes(value) && !said.includes(value)).map((value) => `${value} of ${what}`),
  );
}

/** Who reads the whole audit log, or manages roles and members of the whole organization, learns ids from them. */
function isEverywhere(actor: Actor): boolean {
  return actor.boundAt === "organization" && (actor.role?.permissions.includes("access:view") ?? false);
}

/** Every id and mark that a part of the world holds. */
function namesOf(part: Side | Stage): readonly string[] {
  return Object.entries(part).flatMap(([name, value]: readonly [string, unknown]) => {
    if (name === "workspaceName") return [];
    if (typeof value === "string") return value.length > 6 ? [value] : [];
    if (Array.isArray(value)) return value.filter((one): one is string => typeof one === "string");
    if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "string") return [value.id];
    return [];
  });
}
