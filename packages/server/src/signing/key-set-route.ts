import type { SigningKeySet } from "@countersign/core";
import type { Hono } from "hono";
import type { AppOptions } from "../app.ts";
import type { Environment } from "../command/environment.ts";
import { listSigningKeys } from "./signing-key-store.ts";

/** How long, in seconds, a copy of the keys may be used without asking again. */
const freshFor = 300;

/** `GET /.well-known/jwks.json`: the public half of every key that this server ever signed with. Public, for any origin. */
export function keySetRoute(app: Hono, options: AppOptions): void {
  app.get("/.well-known/jwks.json", async (c) => {
    const body = JSON.stringify(await readKeySet(options.environment));
    return c.body(body, 200, {
      "content-type": "application/jwk-set+json",
      "cache-control": `public, max-age=${freshFor}`,
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
  });
}

/** Every key of this database, the newest first. */
export async function readKeySet(environment: Environment): Promise<SigningKeySet> {
  const read = environment.db.transaction().setAccessMode("read only");
  return read.execute(async (tx) => ({ keys: await listSigningKeys(tx) }));
}
