import {
  type ClosureEntry,
  type ClosureRecord,
  type ComparedContent,
  type Comparison,
  compareContent,
  kindPermission,
  parseExpandedContent,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { readVersion } from "../resources/version-store.ts";
import type { RequestStanding } from "./request-facts.ts";

/** What the label serves now, as far as the actor may see it, beside what it would serve. */
export async function comparisonOf(reading: Reading, standing: RequestStanding): Promise<Comparison> {
  const { stored } = standing;
  // Its requester sees the request whatever he holds; what the target serves only with a right there.
  const rights = [kindPermission(stored.kind, "view"), kindPermission(stored.kind, "use")];
  const served =
    standing.servedVersionId === null || !reading.mayAny(rights, standing.target.scopeId)
      ? null
      : await readVersion(reading.tx, reading.organizationId, standing.servedVersionId);
  const after: ComparedContent = {
    versionId: null,
    versionNumber: null,
    digest: stored.push.digest,
    content: stored.push.content,
    expanded: stored.push.expanded,
    closure: stored.push.closure.map(closureRecord),
  };
  const before: ComparedContent | null =
    served === null
      ? null
      : {
          versionId: served.id,
          versionNumber: served.number,
          digest: served.digest,
          content: served.content,
          expanded: served.expanded,
          closure: served.closure.map(closureRecord),
        };
  const afterContent = parseExpandedContent(stored.kind, after.expanded);
  const beforeContent = before === null ? null : parseExpandedContent(stored.kind, before.expanded);
  return {
    before,
    after,
    changes:
      afterContent.ok && beforeContent?.ok !== false
        ? compareContent(beforeContent === null ? null : beforeContent.value, afterContent.value).map((change) => ({
            area: change.area,
            path: change.path,
            before: change.before,
            after: change.after,
          }))
        : [],
  };
}

function closureRecord(entry: ClosureEntry): ClosureRecord {
  return {
    reference: entry.reference,
    path: entry.path,
    resourceId: entry.resourceId,
    versionId: entry.versionId,
    versionNumber: entry.number,
    digest: entry.digest,
    depth: entry.depth,
  };
}
