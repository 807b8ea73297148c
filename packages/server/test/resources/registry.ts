import { type Permission, PermissionSet } from "@countersign/core";
import { newId } from "../../src/command/identifiers.ts";
import { readOrganization, writeRevision } from "../../src/command/organization-store.ts";
import { found } from "../../src/command/refuse.ts";
import type { CountersignServer, ServerOptions } from "../../src/compose.ts";
import type { Engine } from "../../src/db/open-database.ts";
import { newKeySecret } from "../../src/identity/key-secret.ts";
import { addPerson } from "../fixtures/people.ts";
import { type Api, foundTestOrganization, type SignedIn, startTestServer } from "../fixtures/test-server.ts";

/** An organization with one empty workspace, and ways to put people and things into it. */
export interface Registry {
  readonly server: CountersignServer;
  readonly organizationId: string;
  readonly owner: SignedIn;
  readonly workspaceId: string;
  /** A person with these roles and nothing else. */
  person(name: string, ...roles: readonly (readonly [roleId: string, scopeId: string])[]): Promise<SignedIn>;
  /** A custom role of these permissions. */
  role(name: string, permissions: readonly Permission[]): Promise<string>;
  folder(name: string, parentId?: string): Promise<string>;
  prompt(name: string, folderId?: string): Promise<string>;
}

export async function startRegistry(engine: Engine, options: Partial<ServerOptions> = {}): Promise<Registry> {
  const server = await startTestServer(engine, options);
  const owner = await foundTestOrganization(server);
  const organizationId = owner.me.organization.id;
  const workspaceId = (await owner.api.workspace.create.mutate({ name: "main" })).id;
  return {
    server,
    organizationId,
    owner,
    workspaceId,
    person: async (name, ...roles) => {
      const person = await addPerson(server, organizationId, { name, email: `${name.toLowerCase()}@acme.test` });
      for (const [roleId, scopeId] of roles) {
        const holder = { type: "principal", id: person.principalId } as const;
        await owner.api.binding.create.mutate({ holder, roleId, scopeId });
      }
      return person.signIn();
    },
    role: async (name, permissions) => (await owner.api.role.create.mutate({ name, permissions: [...permissions] })).id,
    folder: async (name, parentId) =>
      (await owner.api.folder.create.mutate({ workspaceId, name, ...(parentId === undefined ? {} : { parentId }) })).id,
    prompt: async (name, folderId) =>
      (
        await owner.api.resource.create.mutate({
          kind: "prompt",
          workspaceId,
          name,
          ...(folderId === undefined ? {} : { folderId }),
        })
      ).id,
  };
}

/** The content of a text prompt; `{{> path@label}}` in it includes another. */
export function text(template: string) {
  return { type: "text", syntax: "template", text: template, variables: [] } as const;
}

/** Saves a text prompt's next version. */
export async function save(api: Api, resourceId: string, template: string): Promise<string> {
  return (await api.version.create.mutate({ resourceId, content: text(template) })).id;
}

/** Lets a label that no policy protects serve a version. */
export async function release(api: Api, resourceId: string, label: string, versionId: string): Promise<void> {
  await api.release.create.mutate({ resourceId, label, versionId });
}

/** A key of a principal, narrowed as told, and made in the database as its feature would. */
export async function addKey(
  registry: Registry,
  principalId: string,
  narrowed: { readonly permissions: readonly Permission[]; readonly labels: readonly string[] | null },
): Promise<string> {
  const { server, organizationId } = registry;
  const { db, engine, clock } = server.environment;
  const secret = newKeySecret();
  await db.transaction().execute(async (tx) => {
    const organization = found(await readOrganization(tx, engine, organizationId, "exclusive"));
    await tx
      .insertInto("keys")
      .values({
        organization_id: organizationId,
        id: newId("key"),
        principal_id: principalId,
        name: "a key",
        prefix: secret.prefix,
        secret_hash: secret.hash,
        permissions: PermissionSet.of(...narrowed.permissions).toHex(),
        scope_ids: JSON.stringify([organizationId]),
        labels: narrowed.labels === null ? null : JSON.stringify(narrowed.labels),
        created_by: principalId,
        created_at: await clock.inside(tx),
      })
      .execute();
    await writeRevision(tx, organizationId, organization.revision + 1, true);
  });
  return secret.text;
}

/** Every ancestor row of the tree, as it follows from the parents alone, and as it is stored. */
export async function ancestorRows(registry: Registry): Promise<{
  readonly derived: readonly string[];
  readonly stored: readonly string[];
}> {
  const { server, organizationId } = registry;
  return server.environment.db.transaction().execute(async (tx) => {
    const scopes = await tx
      .selectFrom("scopes")
      .select(["id", "parent_id"])
      .where("organization_id", "=", organizationId)
      .execute();
    const parents = new Map(scopes.map((scope) => [scope.id, scope.parent_id]));
    const derived = scopes.flatMap(({ id }) => {
      const rows: string[] = [];
      for (let at: string | null = id; at !== null; at = parents.get(at) ?? null)
        rows.push(`${id} ${at} ${rows.length}`);
      return rows;
    });
    const stored = await tx
      .selectFrom("scope_ancestors")
      .selectAll()
      .where("organization_id", "=", organizationId)
      .execute();
    return {
      derived: derived.sort(),
      stored: stored.map((row) => `${row.scope_id} ${row.ancestor_id} ${row.depth}`).sort(),
    };
  });
}

/** The audit events of the organization: action, outcome and target, in order. */
export async function events(registry: Registry): Promise<readonly string[]> {
  const rows = await registry.server.environment.db
    .transaction()
    .execute((tx) =>
      tx
        .selectFrom("audit_events")
        .select(["action", "outcome", "target_id"])
        .where("chain", "=", registry.organizationId)
        .orderBy("seq")
        .execute(),
    );
  return rows.map((row) => `${row.action} ${row.outcome} ${row.target_id}`);
}
