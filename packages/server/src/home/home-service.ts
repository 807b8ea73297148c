import {
  type Home,
  kindPermission,
  type Page,
  phaseOf,
  type ReleaseRecord,
  type RequestRecord,
  type RequestSummary,
  type ResourceRecord,
  type ResourceScope,
} from "@countersign/core";
import { ActorAccess } from "../access/actor-access.ts";
import { roleRef } from "../access/binding-records.ts";
import { scopeRef } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import { readLastReleased, readLastSaved } from "./home-store.ts";

/** Rows of each list. */
const rows = 8;

/** Access that ends within these days is shown. */
const endingDays = 14;

/** What the home page takes from the other features; each function decides what its reader may see. */
export interface HomeSources {
  readonly listRequests: (
    reading: Reading,
    input: { readonly filter: "awaiting-me" | "mine"; readonly state: "open"; readonly limit: number },
  ) => Promise<Page<RequestSummary>>;
  readonly getRequest: (reading: Reading, input: { readonly requestId: string }) => Promise<RequestRecord>;
  readonly listReleases: (reading: Reading, input: { readonly limit: number }) => Promise<Page<ReleaseRecord>>;
  readonly listNotifications: (reading: Reading) => Promise<Home["notifications"]>;
  readonly getResource: (reading: Reading, input: { readonly resourceId: string }) => Promise<ResourceRecord>;
  /** The next clicks of a story that the server was filled with. Default: none. */
  readonly nextSteps?: (reading: Reading) => Promise<Home["nextSteps"]>;
}

export async function readHome(reading: Reading, sources: HomeSources): Promise<Home> {
  const due = await sources.listRequests(reading, { filter: "awaiting-me", state: "open", limit: rows });
  const mine = await sources.listRequests(reading, { filter: "mine", state: "open", limit: rows });
  const releases = await sources.listReleases(reading, { limit: rows });
  const own = new ActorAccess(reading);
  return {
    reviewsDue: due.items,
    myRequests: await withBlockers(reading, sources, mine.items),
    notifications: (await sources.listNotifications(reading)).slice(0, rows),
    latestReleases: releases.items,
    endingAccess: endingAccess(reading, own),
    recentResources: await recentResources(reading, sources, own),
    nextSteps: (await sources.nextSteps?.(reading)) ?? [],
  };
}

async function withBlockers(
  reading: Reading,
  { getRequest }: HomeSources,
  requests: readonly RequestSummary[],
): Promise<Home["myRequests"]> {
  const answered: Home["myRequests"][number][] = [];
  for (const request of requests) {
    const { blockers } = await getRequest(reading, { requestId: request.id });
    answered.push({ ...request, blockedBy: blockers[0]?.message ?? null });
  }
  return answered;
}

/** Bindings that give the actor something now and end soon, the first to end first. */
function endingAccess(reading: Reading, own: ActorAccess): Home["endingAccess"] {
  const { state, now } = reading;
  const until = new Date(Date.parse(now) + endingDays * 86_400_000).toISOString();
  return [...own.bindings]
    .flatMap((binding) => {
      const { id: bindingId, roleId, scopeId, expiresAt } = binding;
      if (expiresAt === null || expiresAt > until || phaseOf(binding, now) !== "live" || !own.sees(scopeId)) return [];
      return [{ bindingId, roleName: roleRef(reading, roleId).name, scope: scopeRef(state, scopeId), expiresAt }];
    })
    .sort((a, b) =>
      a.expiresAt < b.expiresAt ? -1 : a.expiresAt > b.expiresAt ? 1 : a.bindingId < b.bindingId ? -1 : 1,
    );
}

/** What changed last of what the actor sees: drafts where he may view them, releases where he may only use. */
async function recentResources(
  reading: Reading,
  { getResource }: HomeSources,
  own: ActorAccess,
): Promise<readonly ResourceRecord[]> {
  const { tx, organizationId, state } = reading;
  const seen = [...state.scopes.values()].filter((scope): scope is ResourceScope => {
    return scope.type === "resource" && own.sees(scope.id);
  });
  const viewed = seen.filter(({ id, kind }) => own.permissionsAt(id).has(kindPermission(kind, "view")));
  const used = seen.filter((scope) => !viewed.includes(scope));
  const changes = [
    ...(await readLastSaved(
      tx,
      organizationId,
      viewed.map(({ id }) => id),
    )),
    ...(await readLastReleased(
      tx,
      organizationId,
      used.map(({ id }) => id),
    )),
  ];
  const latest = changes.sort(([a, at], [b, bt]) => (at > bt ? -1 : at < bt ? 1 : a < b ? -1 : 1)).slice(0, rows);
  const records: ResourceRecord[] = [];
  for (const [resourceId] of latest) records.push(await getResource(reading, { resourceId }));
  return records;
}
