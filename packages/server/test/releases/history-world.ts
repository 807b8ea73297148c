import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type CountersignServer, createCountersignServer } from "../../src/compose.ts";
import type { DatabaseTarget, Engine } from "../../src/db/open-database.ts";
import { testDatabase } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { testKey } from "../fixtures/signing-key.ts";
import { textPrompt } from "../fixtures/story.ts";
import { foundTestOrganization } from "../fixtures/test-server.ts";

/** Who acts in a history, by what he may do. */
export const cast = ["owner", "editor", "reviewer", "second", "publisher", "mover", "viewer"] as const;

/** What every history begins with: a workspace with three prompts, protected labels, and people with one part each. */
export interface HistoryStart {
  readonly organizationId: string;
  readonly workspaceId: string;
  /** `a`, and `b`, where a second policy asks for two. */
  readonly folderIds: readonly string[];
  readonly promptIds: readonly string[];
  readonly versionIds: readonly string[];
  /** Of the first two prompts, to `production`. */
  readonly releaseIds: readonly string[];
  readonly policyId: string;
  readonly people: Readonly<Record<(typeof cast)[number], { readonly id: string; readonly cookie: string }>>;
}

/** Starts the server of one history; dispose of it. */
export type OpenHistory = () => Promise<
  { readonly server: CountersignServer; readonly start: HistoryStart } & AsyncDisposable
>;

/** Histories on SQLite begin with a copy of one image; those on PostgreSQL with a database of their own. */
export async function histories(engine: Engine): Promise<OpenHistory> {
  if (engine === "postgres") {
    return async () => {
      const database = await testDatabase("postgres");
      const server = await serve(database.target);
      const start = await furnish(server);
      return {
        server,
        start,
        [Symbol.asyncDispose]: async () => {
          await server.close();
          await database[Symbol.asyncDispose]();
        },
      };
    };
  }
  const folder = mkdtempSync(join(tmpdir(), "countersign-history-"));
  try {
    const first = await serve((await testDatabase("sqlite")).target);
    const start = await furnish(first);
    await first.flush();
    const filename = join(folder, "image.db");
    await sql`vacuum into ${filename}`.execute(first.environment.db);
    await first.close();
    const image = readFileSync(filename);
    return async () => {
      const server = await serve({ engine: "sqlite", filename: ":memory:", image });
      return { server, start, [Symbol.asyncDispose]: () => server.close() };
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function serve(database: DatabaseTarget): Promise<CountersignServer> {
  return createCountersignServer({
    database,
    secret: "a secret of the tests, of at least thirty-two characters",
    publicUrl: "http://127.0.0.1",
    signingKey: testKey,
    flushing: false,
    passwordCost: 4,
    log: (line) => {
      if (line.level === "error") console.error(line.message, line.cause);
    },
  });
}

async function furnish(server: CountersignServer): Promise<HistoryStart> {
  const owner = await foundTestOrganization(server);
  const { api } = owner;
  const organizationId = owner.me.organization.id;
  const workspaceId = (await api.workspace.create.mutate({ name: "production" })).id;
  const roles = {
    editor: "workspace.editor",
    reviewer: "workspace.reviewer",
    second: "workspace.reviewer",
    publisher: "workspace.publisher",
    mover: "workspace.admin",
    viewer: "workspace.viewer",
  } as const;
  const join = async (name: keyof typeof roles) => {
    const person = await addPerson(server, organizationId, { name, email: `${name}@acme.test` });
    const holder = { type: "principal", id: person.principalId } as const;
    await api.binding.create.mutate({ holder, roleId: roles[name], scopeId: workspaceId });
    const { cookie, api: own } = await person.signIn();
    return { id: person.principalId, cookie, api: own };
  };
  const editor = await join("editor");
  const [reviewer, second, publisher] = [await join("reviewer"), await join("second"), await join("publisher")];
  const [mover, viewer] = [await join("mover"), await join("viewer")];
  const folder = async (name: string) => (await api.folder.create.mutate({ workspaceId, name })).id;
  const folderIds = [await folder("a"), await folder("b")];
  const protect = async (scopeId: string, name: string, count: number) =>
    (
      await api.policy.create.mutate({
        scopeId,
        name,
        labelPattern: "production",
        requirements: [{ type: "role", roleId: "workspace.reviewer", count }],
      })
    ).id;
  const policyId = await protect(workspaceId, "Production", 1);
  await protect(folderIds[1] ?? "", "Two", 2);
  const promptIds: string[] = [];
  const versionIds: string[] = [];
  for (const [name, folderId] of [
    ["one", folderIds[0]],
    ["two", folderIds[1]],
    ["three", null],
  ] as const) {
    const where = { kind: "prompt", workspaceId, folderId: folderId ?? null, name } as const;
    const { id: resourceId } = await editor.api.resource.create.mutate(where);
    promptIds.push(resourceId);
    versionIds.push((await editor.api.version.create.mutate({ resourceId, content: textPrompt(name) })).id);
  }
  const releaseIds: string[] = [];
  for (const sourceVersionId of versionIds.slice(0, 2)) {
    const asked = { sourceVersionId, targetWorkspaceId: workspaceId, label: "production" } as const;
    const { id: requestId, digest } = await editor.api.request.open.mutate(asked);
    for (const { api: reviews } of [reviewer, second]) {
      await reviews.request.review.mutate({ requestId, digest, verdict: "approve" });
    }
    releaseIds.push((await publisher.api.request.publish.mutate({ requestId, digest })).release.id);
  }
  const people = {
    owner: { id: owner.me.principal.id, cookie: owner.cookie },
    editor,
    reviewer,
    second,
    publisher,
    mover,
    viewer,
  };
  const known = Object.entries(people).map(([name, { id, cookie }]) => [name, { id, cookie }]);
  return {
    organizationId,
    workspaceId,
    folderIds,
    promptIds,
    versionIds,
    releaseIds,
    policyId,
    people: { ...people, ...Object.fromEntries(known) },
  };
}
