import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountersignClient, createClient } from "@countersign/sdk";
import { issueSetupToken, startServer } from "./server-command.ts";

/** Every password of the story. */
export const password = "correct horse battery staple";

/** A server without an organization, and the token that founds one; disposing of it ends the server. */
export interface EmptyServer extends AsyncDisposable {
  readonly url: string;
  readonly setupToken: string;
}

/** Serves an empty data folder, as whoever starts for real does. */
export async function startEmptyServer(): Promise<EmptyServer> {
  await using resources = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), "countersign-empty-"));
  resources.defer(() => rmSync(data, { recursive: true, force: true }));
  const setupToken = await issueSetupToken(data);
  const server = resources.use(await startServer("serve", { data }));
  const owned = resources.move();
  return { url: server.url, setupToken, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A built-in role's id, and where it is given. */
export type Gift = readonly [roleId: string, scopeId: string];

/** Invites somebody with exactly these roles; answers the token of the link. */
export async function invite(owner: CountersignClient, email: string, gifts: readonly Gift[]): Promise<string> {
  const bindings = gifts.map(([roleId, scopeId]) => ({ roleId, scopeId }));
  return (await owner.invitation.create({ email, bindings, groupIds: [] })).token;
}

/** The SDK, signed in as somebody. */
export async function clientOf(url: string, email: string): Promise<CountersignClient> {
  const client = createClient({ url, session: "memory" });
  await client.session.signIn({ email, password });
  return client;
}
