import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStatement, type ServedResource, servedDigest } from "@countersign/core";
import type {} from "@countersign/tests/postgres-per-run";
import { createLocalJWKSet, flattenedVerify, type JSONWebKeySet } from "jose";
import { sql } from "kysely";
import { expect, inject, it, onTestFinished } from "vitest";
import type { CountersignServer } from "../../src/compose.ts";
import { type Engine, openPool } from "../../src/db/open-database.ts";
import { signLater } from "../../src/releases/later-signing.ts";
import { prepareKey, retireKey, rotateKey } from "../../src/signing/key-rotation.ts";
import { readKeySet } from "../../src/signing/key-set-route.ts";
import { keyInFile } from "../../src/signing/key-source.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { testKey } from "../fixtures/signing-key.ts";
import { draft, type Story, startStory, textPrompt } from "../fixtures/story.ts";

onEveryEngine("a release is signed", (engine) => {
  it("I12 I17 whatever its kind: published, unprotected, adopted, rolled back, and says by whose approvals", async () => {
    const story = await startStory(engine);
    const { server, production, policyId } = story;
    const { requestId, digest } = await released(story, "v1");
    const served = await fetchServed(server, story.publisher.cookie, "refund", "production");
    const statement = await verified(server, served);
    const me = (person: { readonly me: { readonly principal: { readonly id: string } } }) => person.me.principal.id;
    expect(statement).toMatchObject({
      format: 1,
      organizationId: story.organizationId,
      workspace: { id: production, name: "production" },
      resource: { kind: "prompt", path: "refund" },
      label: "production",
      sequence: 1,
      kind: "approved",
      flags: ["reviewed"],
      requestId,
      approvals: [{ reviewerId: me(story.reviewer) }],
      policies: [{ policyId, number: 1 }],
      policyDigest: expect.stringMatching(/^sha256:/),
      releasedBy: me(story.publisher),
      at: served.releasedAt,
    });
    expect(statement.serves).toMatchObject([{ digest, number: served.version, weight: 1, segment: null }]);
    expect(servedDigest("prompt", served.content)).toBe(digest);

    await released(story, "v2");
    const resourceId = statement.resource.id;
    const { items } = await story.publisher.api.release.list.query({ resourceId });
    await story.publisher.api.release.rollback.mutate({
      resourceId,
      label: "production",
      toReleaseId: items[1]?.id ?? "",
      reason: "v2 is wrong",
    });
    const back = await verified(server, await fetchServed(server, story.publisher.cookie, "refund", "production"));
    expect(back).toMatchObject({ sequence: 3, kind: "rollback", flags: ["reviewed", "rollback"] });
    expect(back.serves).toEqual(statement.serves);

    const unprotected = await story.publisher.api.release.create.mutate({
      resourceId,
      label: "canary",
      versionId: items[0]?.versionId ?? "",
    });
    expect(unprotected.signed).toMatchObject({ keyId: testKey.read().kid });
    expect(
      (await verified(server, await fetchServed(server, story.publisher.cookie, "refund", "canary"))).flags,
    ).toEqual(["unreviewed"]);
    await story.owner.api.policy.create.mutate({
      name: "Canary",
      scopeId: production,
      labelPattern: "canary",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    const adopted = await verified(server, await fetchServed(server, story.publisher.cookie, "refund", "canary"));
    expect(adopted).toMatchObject({ sequence: 2, kind: "adopted", flags: ["unreviewed", "adopted"] });
  });
});

onEveryEngine("the key that signs", (engine) => {
  it("is rotated while the server runs: what it signed stays verifiable, and it signs nothing more", async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-key-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "signing-key.json");
    const story = await startStory(engine, { signingKey: keyInFile(file, true) });
    const { server, publisher } = story;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await released(story, "v1");
    const before = await fetchServed(server, publisher.cookie, "refund", "production");

    const prepared = await prepareKey(server.environment, file);
    expect(await prepareKey(server.environment, file)).toBe(prepared);
    expect(await readKeySet(server.environment)).toMatchObject({
      keys: [{ kid: prepared, validFrom: null }, { validUntil: null }],
    });
    const { retired, started } = await rotateKey(server.environment, file);
    expect(started).toBe(prepared);
    expect(readdirSync(folder)).toEqual(["signing-key.json"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    await released(story, "v2");
    const after = await fetchServed(server, publisher.cookie, "refund", "production");
    expect([keyIdOf(before), keyIdOf(after)]).toEqual([retired, started]);
    expect((await verified(server, before)).sequence).toBe(1);
    expect((await verified(server, after)).sequence).toBe(2);

    expect(await retireKey(server.environment, started)).toBe(true);
    expect(await retireKey(server.environment, started)).toBe(false);
    await expect(released(story, "v3")).rejects.toThrow("was retired, and it has no other");
    const served = await fetchServed(server, publisher.cookie, "refund", "production");
    expect(served.sequence).toBe(2);
  });

  it("signs what was released before on the host's word alone, openly as signed later", async () => {
    const story = await startStory(engine);
    const { server, organizationId } = story;
    await released(story, "v1");
    expect(await signLater(server.environment, organizationId)).toBe(0);
    await asOwnerOfTheSchema(engine, server, async (run) => {
      await run(
        engine === "sqlite"
          ? "drop trigger guard_release_signatures_no_delete"
          : "alter table release_signatures disable trigger user",
      );
      await run("delete from release_signatures");
    });
    expect((await fetchServed(server, story.publisher.cookie, "refund", "production")).release).toBeNull();
    expect(await signLater(server.environment, organizationId)).toBe(1);
    const statement = await verified(server, await fetchServed(server, story.publisher.cookie, "refund", "production"));
    expect(statement.flags).toEqual(["reviewed", "signed-later"]);
    expect(statement.signedAt > statement.at).toBe(true);
  });
});

function keyIdOf({ release }: ServedResource): string {
  const header: { readonly kid: string } = JSON.parse(
    Buffer.from(release?.signature.split(".")[0] ?? "", "base64url").toString(),
  );
  return header.kid;
}

/** Does what only who owns the schema can. */
async function asOwnerOfTheSchema(
  engine: Engine,
  server: CountersignServer,
  work: (run: (statement: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { db } = server.environment;
  if (engine === "sqlite") return work((statement) => sql.raw(statement).execute(db));
  const { rows } = await sql<{ readonly name: string }>`select current_database() as name`.execute(db);
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${rows[0]?.name ?? ""}`;
  const superuser = openPool(url.toString(), 1);
  try {
    await work((statement) => superuser.query(statement));
  } finally {
    await superuser.end();
  }
}

/** Lets production serve a text as a prompt, through a request, a review and a publisher. */
async function released(story: Story, text: string) {
  const { engineer, reviewer, publisher, production } = story;
  const drafts = await engineer.api.resource.list.query({ workspaceId: story.development });
  const known = drafts.items.find(({ name }) => name === "refund");
  const sourceVersionId =
    known === undefined
      ? (await draft(story, "refund", [text]))[0]
      : (await engineer.api.version.create.mutate({ resourceId: known.id, content: textPrompt(text), force: true })).id;
  const { id: requestId, digest } = await engineer.api.request.open.mutate({
    sourceVersionId: sourceVersionId ?? "",
    targetWorkspaceId: production,
    label: "production",
  });
  await reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest });
  await publisher.api.request.publish.mutate({ requestId, digest });
  return { requestId, digest };
}

async function fetchServed(
  server: CountersignServer,
  cookie: string,
  path: string,
  label: string,
): Promise<ServedResource> {
  const answer = await server.fetch(
    new Request(`http://127.0.0.1/v1/prompts/production/${path}?label=${label}`, {
      headers: { cookie, "x-countersign-client": "1" },
    }),
  );
  expect(answer.status).toBe(200);
  const served: ServedResource = JSON.parse(await answer.text());
  return served;
}

/** The statement of what was served, its signature verified by a library that knows nothing of this project. */
async function verified(server: CountersignServer, { release }: ServedResource) {
  const answer = await server.fetch(new Request("http://127.0.0.1/.well-known/jwks.json"));
  const keys: JSONWebKeySet = JSON.parse(await answer.text());
  const [header = "", , signature = ""] = release?.signature.split(".") ?? [];
  const payload = Buffer.from(release?.statement ?? "").toString("base64url");
  const { protectedHeader } = await flattenedVerify({ protected: header, payload, signature }, createLocalJWKSet(keys));
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "countersign-release+json" });
  const statement = readStatement(release?.statement ?? "");
  if (statement === null) throw new Error("The statement cannot be read.");
  return statement;
}
