import { allItems, type CountersignClient, hasCode } from "@countersign/sdk";
import type { ImportedHistory } from "./import-versions.ts";

/** Three principals, because nobody approves or publishes his own work. */
export interface Parties {
  /** Writes in the source workspace and may ask for releases in the target. */
  readonly engineer: CountersignClient;
  /** A person who reviews in the target: only people's reviews count. */
  readonly reviewer: CountersignClient;
  /** Publishes in the target what is approved. */
  readonly publisher: CountersignClient;
}

export interface ReleaseTarget {
  readonly workspaceId: string;
  /** The workspace's name. */
  readonly workspace: string;
  readonly label: string;
}

/** Brings the latest version through a request into the target, unless the target serves it already. */
export async function releaseLatest(
  parties: Parties,
  target: ReleaseTarget,
  { path, latest }: ImportedHistory,
): Promise<"published" | "served already"> {
  if ((await servedDigest(parties.engineer, target, path)) === latest.digest) return "served already";

  const request = await requestFor(parties.engineer, target, path, latest);

  const seen = await parties.reviewer.request.get({ requestId: request.id });
  const proposed = seen.comparison.after.content;
  // What is approved is what stands in the file, not what somebody has made of the request meanwhile.
  if (typeof proposed !== "object" || proposed === null || !("text" in proposed) || proposed["text"] !== latest.text) {
    throw new Error(`Request #${seen.number} proposes another text for ${path} than the file has; look at it by hand.`);
  }
  await parties.reviewer.request.review({ requestId: seen.id, verdict: "approve", digest: seen.digest });
  await parties.publisher.request.publish({ requestId: seen.id, digest: seen.digest });
  return "published";
}

async function servedDigest(client: CountersignClient, target: ReleaseTarget, path: string): Promise<string | null> {
  try {
    return (await client.prompts.get({ workspace: target.workspace, path, label: target.label })).digest;
  } catch (error) {
    if (hasCode(error, "not_found")) return null;
    throw error;
  }
}

/** An earlier run may have ended between the request and its release: then its request goes on. */
async function requestFor(
  engineer: CountersignClient,
  target: ReleaseTarget,
  path: string,
  latest: ImportedHistory["latest"],
): Promise<{ readonly id: string }> {
  const mine = { filter: "mine", state: "open", workspaceId: target.workspaceId, label: target.label } as const;
  for await (const request of allItems(engineer.request.list, mine)) {
    if (request.target.path !== path) continue;
    const requestId = request.id;
    if (request.state === "stale") await engineer.request.rebase({ requestId });
    const { digest } = await engineer.request.get({ requestId });
    return digest === latest.digest ? request : engineer.request.push({ requestId, sourceVersionId: latest.versionId });
  }
  return engineer.request.open({
    sourceVersionId: latest.versionId,
    targetWorkspaceId: target.workspaceId,
    label: target.label,
    title: `Import ${path}`,
  });
}
