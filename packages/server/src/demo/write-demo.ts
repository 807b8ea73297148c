import type { CountersignServer } from "../compose.ts";
import type { DemoRecord } from "./demo-record.ts";
import { foundDemo } from "./founding.ts";
import { writeHistory } from "./history.ts";
import { tryInVain } from "./refused-attempts.ts";
import { setRules } from "./rules.ts";
import type { StoryClock } from "./story-clock.ts";

/**
 * Writes the demo into an empty server, by its own procedures and as its own people: every rule holds for it as for
 * anybody. Ends early, by throwing, when the signal says so.
 */
export async function writeDemo(
  server: CountersignServer,
  clock: StoryClock,
  signal: AbortSignal,
): Promise<DemoRecord> {
  const stage = await foundDemo(server, clock);
  signal.throwIfAborted();
  const rules = await setRules(stage);
  signal.throwIfAborted();
  const history = await writeHistory(stage);
  signal.throwIfAborted();
  await tryInVain(server, stage, history);
  await stage.people.owner.api.invitation.create({
    email: "nora@northwind.example",
    bindings: [{ roleId: "workspace.viewer", scopeId: stage.development }],
    groupIds: [],
  });
  return {
    format: 1,
    passwords: stage.passwords,
    key: rules.key,
    places: { ...history, reviewerRole: "workspace.reviewer", productionPolicy: rules.productionPolicy },
  };
}
