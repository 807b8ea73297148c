import type { JsonValue } from "@countersign/core";
import type { Stage } from "./founding.ts";

/** A request as the story goes on with it. */
interface Opened {
  readonly id: string;
  readonly digest: string;
}

/** What the engineer, the reviewer and the publisher do over and over. */
export interface Way {
  /** Makes a prompt or another resource in the folder `support` of development; answers its id. */
  begin(kind: "prompt" | "workflow" | "dataset" | "evaluation", name: string, description: string): Promise<string>;
  /** Saves a version; answers its id. */
  draft(resourceId: string, content: JsonValue, message: string): Promise<string>;
  ask(
    versionId: string,
    to: { readonly workspace: string; readonly label: string; readonly title: string; readonly description?: string },
  ): Promise<Opened>;
  approve(request: Opened, body: string): Promise<void>;
  publish(request: Opened, reason: string): Promise<{ readonly releaseId: string; readonly resourceId: string }>;
}

/** The usual way of a prompt, each step by whom it belongs to and with some time between. */
export function usualWay({ clock, people, development, supportFolder }: Stage): Way {
  const { engineer, reviewer, publisher } = people;
  return {
    begin: async (kind, name, description) => {
      clock.pass(5);
      const place = { workspaceId: development, folderId: supportFolder };
      return (await engineer.api.resource.create({ kind, ...place, name, description })).id;
    },
    draft: async (resourceId, content, message) => {
      clock.pass(35);
      return (await engineer.api.version.create({ resourceId, content, message })).id;
    },
    ask: async (sourceVersionId, { workspace: targetWorkspaceId, ...what }) => {
      clock.pass(10);
      return engineer.api.request.open({ sourceVersionId, targetWorkspaceId, ...what });
    },
    approve: async ({ id, digest }, body) => {
      clock.pass(95);
      await reviewer.api.request.review({ requestId: id, verdict: "approve", digest, body });
    },
    publish: async ({ id, digest }, reason) => {
      clock.pass(50);
      const { release } = await publisher.api.request.publish({ requestId: id, digest, reason });
      return { releaseId: release.id, resourceId: release.resourceId };
    },
  };
}
