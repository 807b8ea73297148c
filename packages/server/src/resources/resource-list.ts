import { kindPermission, type Page, type ResourceKind, type ResourceRecord } from "@countersign/core";
import { ActorAccess } from "../access/actor-access.ts";
import { seesContainer } from "../access/visibility.ts";
import type { Reading } from "../command/reading.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { listResourcePlaces, type ResourcePlace } from "./resource-place-store.ts";
import { resourceRecords } from "./resource-record.ts";
import { readScopes } from "./scope-store.ts";

/** The resources of a workspace that the actor sees, by the bytes of their paths; decided before they are counted. */
export async function listResources(
  reading: Reading,
  input: {
    readonly workspaceId: string;
    readonly kind?: ResourceKind | undefined;
    readonly prefix?: string | undefined;
    readonly includeArchived?: boolean | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<ResourceRecord>> {
  const { workspaceId, kind, prefix = "", includeArchived = false, limit = defaultPageSize } = input;
  if (reading.state.scopes.get(workspaceId)?.type !== "workspace" || !seesContainer(reading, workspaceId)) {
    refuse(notFound);
  }
  const after = decodeCursor(input.cursor);
  const places = await listResourcePlaces(reading.tx, reading.organizationId, workspaceId, prefix);
  const access = new ActorAccess(reading);
  const shown: ResourcePlace[] = [];
  for (const place of places) {
    if (after !== null && place.path <= after) continue;
    if (kind !== undefined && place.kind !== kind) continue;
    if (!isShown(reading, access, place, includeArchived)) continue;
    shown.push(place);
    if (shown.length > limit) break;
  }
  const page = shown.slice(0, limit);
  const scopes = await readScopes(
    reading.tx,
    reading.organizationId,
    page.map(({ id }) => id),
  );
  const stored = new Map(scopes.map((scope) => [scope.id, scope]));
  const resources = page.flatMap(({ id }) => {
    const scope = stored.get(id);
    return scope?.type === "resource" ? [scope] : [];
  });
  const last = page.at(-1);
  return {
    items: await resourceRecords(reading, resources),
    nextCursor: shown.length > limit && last !== undefined ? encodeCursor(last.path) : null,
  };
}

/** What is archived is shown to those alone who may restore it. */
function isShown(reading: Reading, access: ActorAccess, place: ResourcePlace, includeArchived: boolean): boolean {
  if (!place.archived) return access.sees(place.id);
  return includeArchived && reading.may(kindPermission(place.kind, "create"), place.parentId);
}
