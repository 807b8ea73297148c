import {
  allRoles,
  type JsonValue,
  kindPermission,
  type ResourceKind,
  type ResourceScope,
  type SearchApi,
  type SearchHit,
} from "@countersign/core";
import { ActorAccess } from "../access/actor-access.ts";
import { scopeRef, workspaceOf } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import {
  type FoundContent,
  findGroups,
  findMembers,
  findNewestContents,
  findRequests,
  findServedContents,
  findServiceAccounts,
} from "./search-store.ts";
import { contains, excerpt, rankOf, type SearchWords, searchWords } from "./search-words.ts";

/** Hits in one answer. */
const maximumHits = 50;

/** What the search takes from the features that it looks into. */
export interface SearchSources {
  /** Whether the actor sees a request. */
  readonly seesRequest: (
    reading: Reading,
    request: {
      readonly requesterId: string;
      readonly kind: ResourceKind;
      readonly target: { readonly workspaceId: string; readonly path: string; readonly label: string };
    },
  ) => boolean;
}

/**
 * Everything the actor may see that contains the text, names before contents. Each candidate is decided before it is
 * counted, and of what he may not read nothing is even fetched.
 */
export async function search(
  reading: Reading,
  sources: SearchSources,
  input: { readonly text: string },
): Promise<Awaited<ReturnType<SearchApi["query"]>>> {
  const text = input.text.trim();
  if (text === "") return { hits: [], more: false };
  const words = searchWords(text);
  const own = new ActorAccess(reading);
  const named = [
    ...scopeHits(reading, own, words),
    ...(await requestHits(reading, sources, words)),
    ...(await peopleHits(reading, words)),
    ...roleHits(reading, words),
    ...(await serviceAccountHits(reading, words)),
  ];
  const hits = named.length > maximumHits ? named : [...named, ...(await contentHits(reading, own, words, named))];
  return { hits: hits.slice(0, maximumHits), more: hits.length > maximumHits };
}

function scopeHits(reading: Reading, own: ActorAccess, words: SearchWords): readonly SearchHit[] {
  const { state } = reading;
  const hits = [...state.scopes.values()].flatMap((scope): readonly SearchHit[] => {
    if (scope.type === "organization") return [];
    const { path } = scopeRef(state, scope.id);
    const inside = scope.type === "resource" ? path.slice(path.indexOf("/") + 1) : scope.name;
    const fits = contains(inside, words) || (words.text.includes("/") && contains(path, words));
    if (!fits || !own.sees(scope.id)) return [];
    const kind = scope.type === "resource" ? scope.kind : null;
    const workspaceId = workspaceOf(state, scope.id);
    return [{ type: scope.type, id: scope.id, title: scope.name, detail: path, workspaceId, kind }];
  });
  return (["workspace", "folder", "resource"] as const).flatMap((type) =>
    bestFirst(
      hits.filter((hit) => hit.type === type),
      words,
    ),
  );
}

async function requestHits(
  reading: Reading,
  sources: SearchSources,
  words: SearchWords,
): Promise<readonly SearchHit[]> {
  const { tx, organizationId, state } = reading;
  const digits = /^#?(\d{1,9})$/.exec(words.text)?.[1];
  const number = digits === undefined ? null : Number(digits);
  const rows = await findRequests(tx, organizationId, words.plainPattern, number);
  return rows
    .filter((row) => row.number === number || contains(row.title, words))
    .filter(({ requesterId, kind, workspaceId, path, label }) =>
      sources.seesRequest(reading, { requesterId, kind, target: { workspaceId, path, label } }),
    )
    .map(({ id, title, number, kind, workspaceId, path, label }) => {
      const workspace = state.scopes.get(workspaceId)?.name ?? workspaceId;
      return { type: "request", id, title, detail: `#${number} for ${workspace}/${path}@${label}`, workspaceId, kind };
    });
}

async function peopleHits(reading: Reading, words: SearchWords): Promise<readonly SearchHit[]> {
  const { tx, organizationId } = reading;
  if (!reading.may("member:view", organizationId)) return [];
  const members = await findMembers(tx, organizationId, words.plainPattern);
  const groups = await findGroups(tx, organizationId, words.plainPattern);
  const memberHits = members
    .filter(({ name, email }) => contains(name, words) || contains(email, words))
    .map(({ id, name, email }) => placeless("member", id, name, email));
  const groupHits = groups
    .filter(({ name }) => contains(name, words))
    .map(({ id, name, description }) => placeless("group", id, name, description));
  return [...bestFirst(memberHits, words), ...bestFirst(groupHits, words)];
}

function roleHits(reading: Reading, words: SearchWords): readonly SearchHit[] {
  const hits = allRoles(reading.state.roles)
    .filter(({ name, description }) => contains(name, words) || contains(description, words))
    .map(({ id, name, description }) => placeless("role", id, name, description));
  return bestFirst(hits, words);
}

async function serviceAccountHits(reading: Reading, words: SearchWords): Promise<readonly SearchHit[]> {
  const rows = await findServiceAccounts(reading.tx, reading.organizationId, words.plainPattern);
  const hits = rows
    .filter(({ name }) => contains(name, words))
    .filter(({ homeScopeId }) => reading.may("service-account:manage", homeScopeId))
    .map(({ id, name, description, homeScopeId }): SearchHit => {
      const workspaceId = workspaceOf(reading.state, homeScopeId);
      return { type: "service-account", id, title: name, detail: description, workspaceId, kind: null };
    });
  return bestFirst(hits, words);
}

/** Resources found by their text: the newest version with `view`, what labels serve with `use` or `view`. */
async function contentHits(
  reading: Reading,
  own: ActorAccess,
  words: SearchWords,
  named: readonly SearchHit[],
): Promise<readonly SearchHit[]> {
  const { tx, organizationId, state } = reading;
  const already = new Set(named.map(({ id }) => id));
  const readable = [...state.scopes.values()].filter((scope): scope is ResourceScope => {
    return scope.type === "resource" && !already.has(scope.id) && own.sees(scope.id);
  });
  const ids = readable.map(({ id }) => id);
  const viewable = readable
    .filter(({ id, kind }) => own.permissionsAt(id).has(kindPermission(kind, "view")))
    .map(({ id }) => id);
  const newest = await findNewestContents(tx, organizationId, viewable, words.jsonPattern);
  const served = await findServedContents(tx, organizationId, ids, words.jsonPattern);
  const texts = new Map<string, string>();
  for (const content of [...newest, ...served]) {
    if (texts.has(content.resourceId) || !mayRead(reading, own, content)) continue;
    const value: JsonValue = JSON.parse(content.json); // canonical JSON, written by the version's own service
    const found = excerpt(value, words);
    if (found !== null) texts.set(content.resourceId, found);
  }
  return readable
    .flatMap(({ id, name, kind }): readonly (SearchHit & { readonly path: string })[] => {
      const detail = texts.get(id);
      const { path } = scopeRef(state, id);
      if (detail === undefined) return [];
      return [{ type: "resource", id, title: name, detail, workspaceId: workspaceOf(state, id), kind, path }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path: _, ...hit }) => hit);
}

/** A key for some labels reads what those serve and no others. */
function mayRead(reading: Reading, own: ActorAccess, { resourceId, label }: FoundContent): boolean {
  const scope = reading.state.scopes.get(resourceId);
  if (scope?.type !== "resource") return false;
  if (label === null) return own.permissionsAt(resourceId).has(kindPermission(scope.kind, "view"));
  const here = own.permissionsAt(resourceId, label);
  return here.has(kindPermission(scope.kind, "use")) || here.has(kindPermission(scope.kind, "view"));
}

function placeless(type: SearchHit["type"], id: string, title: string, detail: string): SearchHit {
  return { type, id, title, detail, workspaceId: null, kind: null };
}

/** Names that are what was looked for first, then by name; the same on every database. */
function bestFirst(hits: readonly SearchHit[], words: SearchWords): readonly SearchHit[] {
  const key = (hit: SearchHit) => `${rankOf(hit.title, words)}\n${hit.title}\n${hit.detail}\n${hit.id}`;
  return hits.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
