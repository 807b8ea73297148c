import { kindPermission, type ReleaseTarget, type RequestRecord } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { ownsRequest, reachesLabel } from "./key-labels.ts";
import { type RequestStanding, readSharedFacts, readStanding, type SharedFacts } from "./request-facts.ts";
import { requestRecord } from "./request-records.ts";
import { readRequest, type StoredRequest } from "./request-store.ts";
import { resolveTarget } from "./target-address.ts";

export async function getRequest(reading: Reading, input: { readonly requestId: string }): Promise<RequestRecord> {
  return answerRequest(reading, input.requestId);
}

/** A request is seen by `view` at its target, and by its requester; a key sees those of its labels. */
export function seesRequest(
  reading: Reading,
  request: Pick<StoredRequest, "requesterId" | "kind"> & { readonly target: ReleaseTarget },
): boolean {
  const { requesterId, kind, target } = request;
  if (!reachesLabel(reading, target.label)) return false;
  const { scopeId } = resolveTarget(reading, target.workspaceId, target.path);
  return ownsRequest(reading, { requesterId, kind, scopeId }) || reading.may(kindPermission(kind, "view"), scopeId);
}

/** Where a request of the organization stands; its visibility is decided already. */
export async function standingOf(reading: Reading, requestId: string, shared?: SharedFacts): Promise<RequestStanding> {
  const stored = found(await readRequest(reading.tx, reading.organizationId, requestId));
  return readStanding(reading, stored, shared ?? (await readSharedFacts(reading)));
}

/** The request as it stands now, which every change of one answers with. */
export async function answerRequest(reading: Reading, requestId: string): Promise<RequestRecord> {
  const shared = await readSharedFacts(reading);
  return requestRecord(reading, await standingOf(reading, requestId, shared), shared);
}
