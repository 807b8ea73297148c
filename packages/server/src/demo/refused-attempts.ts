import type { CountersignServer } from "../compose.ts";
import { demoPeople } from "./demo-people.ts";
import type { Stage } from "./founding.ts";
import type { History } from "./history.ts";
import { newVisitor } from "./visitor.ts";

/** What people of the demo try and may not, so that the audit log has refusals to show. */
export async function tryInVain({ environment }: CountersignServer, stage: Stage, history: History): Promise<void> {
  const { people, production } = stage;
  const { engineer, viewer, publisher, consumer } = people;
  const waiting = await engineer.api.request.get({ requestId: history.waitingRequest });
  const of = { requestId: waiting.id, digest: waiting.digest };
  const live = { resourceId: history.live, label: "production" };
  const attempts: readonly (() => Promise<unknown>)[] = [
    () => engineer.api.request.review({ ...of, verdict: "approve" }),
    () => engineer.api.request.publish(of),
    () => publisher.api.request.publish({ ...of, reason: "The desk asks for it" }),
    () => publisher.api.release.create({ ...live, versionId: waiting.source.versionId ?? "" }),
    () => viewer.api.resource.archive({ resourceId: history.live }),
    () => consumer.api.workspace.update({ workspaceId: production, description: "Mine" }),
    () => newVisitor(environment).session.signIn({ email: demoPeople.owner.email, password: "a guess" }),
  ];
  for (const attempt of attempts) {
    stage.clock.pass(1);
    const refused = await attempt().then(
      () => false,
      () => true,
    );
    if (!refused) throw new Error("Something was allowed in the demo that must be refused.");
  }
}
