import type { Home } from "@countersign/core";
import { type DemoRole, demoPeople } from "./demo-people.ts";
import type { DemoPlaces } from "./demo-record.ts";

type Steps = Home["nextSteps"];

/** The next three clicks of the story for each person, by e-mail address. */
export function nextStepsOf(places: DemoPlaces): ReadonlyMap<string, Steps> {
  const waiting = `/requests/${places.waitingRequest}`;
  const returned = `/requests/${places.returnedRequest}`;
  const draft = `/resources/${places.draft}`;
  const live = `/resources/${places.live}`;
  const steps: Readonly<Record<DemoRole, Steps>> = {
    owner: [
      { text: "See what production asks for before it serves anything", to: `/policies/${places.productionPolicy}` },
      { text: "Ask why Emil cannot approve his own request", to: "/access" },
      { text: "Find access that nobody uses any more", to: "/stale-access" },
    ],
    engineer: [
      { text: "See what still stands between your request and production", to: waiting },
      { text: "Answer Ruth, who asked for changes to the greeting", to: returned },
      { text: "Write the next version of the refund reply", to: `${draft}/edit` },
    ],
    reviewer: [
      { text: "Compare what production serves with what Emil asks for, and approve it", to: waiting },
      { text: "See who contributed, and why they do not count", to: waiting },
      { text: "Look at the greeting that you sent back", to: returned },
    ],
    publisher: [
      { text: "Try to publish before Ruth has approved", to: waiting },
      { text: "See every release of the refund reply, and the way back", to: `${live}?tab=releases` },
      { text: "See what went live lately, everywhere", to: "/releases" },
    ],
    viewer: [
      { text: "Read the refund reply, its drafts included", to: draft },
      { text: "See what production serves, and who approved it", to: live },
      { text: "Open the request that waits; its buttons say why they are not yours", to: waiting },
    ],
    auditor: [
      { text: "Read what was tried in vain", to: "/audit?outcome=refused" },
      { text: "Ask who can publish to production", to: "/access?form=who" },
      { text: "See what a reviewer may do", to: `/roles/${places.reviewerRole}` },
    ],
    consumer: [
      { text: "See what production serves; drafts and history are not yours", to: live },
      { text: "See what went live", to: "/releases" },
      { text: "Make a key with which your program fetches it", to: "/keys" },
    ],
  };
  // Object.entries of a record by role has its keys.
  return new Map(Object.entries(steps).map(([role, list]) => [demoPeople[role as DemoRole].email, list]));
}
