import { generateKeyPairSync, sign } from "node:crypto";
import {
  type JsonValue,
  keyThumbprint,
  type ServedResource,
  type SigningKeySet,
  signatureHeader,
} from "@countersign/core";
import { expect, onTestFinished, test } from "vitest";
import { createClient, isVerificationError, type VerifyOptions } from "../src/index.ts";
import { verifyAuditExport } from "../src/verify.ts";
import { emailOf, password, type Registry, startRegistry } from "./fixtures/registry.ts";
import { changesOf } from "./fixtures/tampering.ts";

const address = { workspace: "production", path: "support/refund", label: "production" };

test("I17 a thousand changes of what a label serves are all refused, and every true answer is taken", async () => {
  const { registry, organizationId, keys, answers } = await servedWorld();
  const whole = answers.at(-1) ?? expect.fail("Something is served.");
  // A client of its own for each answer, so that none is given from memory; what they saw they share.
  const seen = new Map();
  const get = (body: string) =>
    clientServing(registry, () => body, { mode: "require", keys, organizationId, seen }).prompts.get(address);

  for (const { text } of answers) {
    expect((await get(text)).sequence).toBe(JSON.parse(text).sequence);
  }
  const accepted: string[] = [];
  const tally = new Map<string, number>();
  const foreign = answers.map(({ text }) => text).slice(0, -1);
  for (const change of changesOf(whole.text, foreign, 1_000)) {
    const error: unknown = await get(change.text).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) accepted.push(`${change.what}: ${change.text}`);
    const reason = isVerificationError(error) ? error.reason : "no answer";
    tally.set(reason, (tally.get(reason) ?? 0) + 1);
  }
  expect(accepted).toEqual([]);
  // Each of the ways to notice was needed.
  expect([...tally.keys()].sort()).toEqual(
    expect.arrayContaining([
      "bad-signature",
      "contradiction",
      "no answer",
      "sequence-back",
      "unknown-key",
      "unreadable",
      "unsigned",
      "wrong-digest",
    ]),
  );
  expect((await get(whole.text)).toText()).toBe("v3");
});

test("what is genuine and not what was asked for is refused: another address, label, organization, an unreviewed one", async () => {
  const { registry, organizationId, keys, answers } = await servedWorld();
  const { text } = answers.at(-1) ?? expect.fail("Something is served.");
  const reasonOf = async (options: Partial<VerifyOptions>, asked = address, body = text): Promise<string> => {
    const client = clientServing(registry, () => body, { mode: "require", keys, organizationId, ...options });
    return client.prompts.get(asked).then(
      () => "taken",
      (error: unknown) => (isVerificationError(error) ? error.reason : String(error)),
    );
  };
  expect(await reasonOf({})).toBe("taken");
  expect(await reasonOf({ keys: keys.keys.map(({ kid }) => kid) })).toBe("taken");
  expect(await reasonOf({ keys: "first-use" })).toBe("taken");
  expect(await reasonOf({}, { ...address, workspace: "staging" })).toBe("wrong-address");
  expect(await reasonOf({}, { ...address, path: "support/refunds" })).toBe("wrong-address");
  expect(await reasonOf({}, { ...address, label: "staging" })).toBe("wrong-label");
  expect(await reasonOf({ organizationId: "org_other" })).toBe("wrong-organization");
  expect(await reasonOf({ refuse: ["unreviewed"] })).toBe("refused");
  expect(await reasonOf({ keys: [keyThumbprint("A".repeat(43))] })).toBe("unknown-key");
  const [key] = keys.keys;
  const retired = { keys: [{ ...(key ?? expect.fail("There is a key.")), validUntil: "2020-01-01T00:00:00.000Z" }] };
  expect(await reasonOf({ keys: retired })).toBe("expired-key");
  // A key that was pinned before it began is trusted from then on.
  expect(await reasonOf({ keys: { keys: keys.keys.map((one) => ({ ...one, validFrom: null })) } })).toBe("taken");

  // An older release is refused after a newer one was seen, also by a client that begins anew with what was kept.
  const seen = new Map();
  expect(await reasonOf({ seen })).toBe("taken");
  expect(await reasonOf({ seen }, address, answers[0]?.text)).toBe("sequence-back");
  expect(await reasonOf({ seen })).toBe("taken");
});

test("warn gives what was served and says what is wrong, and off does not look", async () => {
  const { registry, organizationId, keys, answers } = await servedWorld();
  const changed = (answers.at(-1)?.text ?? "").replace('"v3"', '"v3!"');
  const warnings: string[] = [];
  const warning = clientServing(registry, () => changed, {
    mode: "warn",
    onWarning: ({ code }, where) => warnings.push(`${where} ${code}`),
  });
  expect((await warning.prompts.get(address)).toText()).toBe("v3!");
  expect(warnings).toEqual(["production/support/refund@production wrong-digest"]);
  const off = createClient({ url: registry.url, key: "csk_x", fetch: () => Promise.resolve(new Response(changed)) });
  expect((await off.prompts.get(address)).toText()).toBe("v3!");

  // The procedure that answers the same is verified in the same way.
  const strict = registry.clientWith({
    session: "memory",
    verify: { mode: "require", keys, organizationId, refuse: ["unreviewed"] },
  });
  await strict.session.signIn({ email: emailOf("olive"), password });
  await expect(strict.delivery.get(address)).rejects.toMatchObject({ code: "unverified", reason: "refused" });
});

test("options under which nothing would be verified are no options", () => {
  const url = "http://127.0.0.1";
  for (const verify of [
    { mode: "require", organizationId: "org" },
    { mode: "require", keys: [], organizationId: "org" },
    { mode: "require", keys: { keys: [] }, organizationId: "org" },
    { mode: "require", keys: ["short"], organizationId: "org" },
    { mode: "require", keys: "first-use" },
  ] as const) {
    expect(() => createClient({ url, verify }), JSON.stringify(verify)).toThrow(TypeError);
  }
});

test("I17 somebody else's signature under the name of a trusted key is none", async () => {
  const { registry, organizationId, keys, answers } = await servedWorld();
  const served: ServedResource = JSON.parse(answers.at(-1)?.text ?? "");
  const attacker = generateKeyPairSync("ed25519").privateKey;
  const statement = served.release?.statement ?? "";
  const forge = (header: JsonValue): string => {
    const encoded = Buffer.from(JSON.stringify(header)).toString("base64url");
    const input = `${encoded}.${Buffer.from(statement).toString("base64url")}`;
    return `${encoded}..${sign(null, Buffer.from(input), attacker).toString("base64url")}`;
  };
  const kid = keys.keys[0]?.kid ?? "";
  const headers = [
    signatureHeader("release", kid),
    { ...signatureHeader("release", kid), alg: "none" },
    { ...signatureHeader("release", kid), jwk: attacker.export({ format: "jwk" }).x ?? "" },
    signatureHeader("checkpoint", kid),
  ];
  for (const header of headers) {
    const body = JSON.stringify({ ...served, release: { statement, signature: forge(header) } });
    const client = clientServing(registry, () => body, { mode: "require", keys, organizationId });
    await expect(client.prompts.get(address), JSON.stringify(header)).rejects.toMatchObject({ code: "unverified" });
  }
});

test("I12 the audit log is downloaded as it grows and verified without the server", async () => {
  const { registry, keys } = await servedWorld();
  const thumbprints = keys.keys.map(({ kid }) => kid);
  for (const format of ["jsonl", "csv"] as const) {
    const { body, events, name } = await registry.owner.downloadAudit({ format });
    expect(name).toMatch(new RegExp(`^audit-org_.*\\.${format}$`));
    const text = await new Response(body).text();
    const report = await verifyAuditExport(pieces(text, 700), { keys: thumbprints });
    expect(report).toMatchObject({ from: 1, to: events, notYetSealed: events, sealed: null, broken: null });
    const cut = await verifyAuditExport([text.slice(0, -2)], { keys: thumbprints });
    expect(cut.broken?.message).toContain("not as it was written");
    expect((await verifyAuditExport([text], { keys: ["A".repeat(43)] })).broken).not.toBeNull();
    const noted = [{ seq: 3, hash: "0".repeat(64) }];
    expect((await verifyAuditExport([text], { noted })).broken).toMatchObject({ seq: 1, through: 3 });
  }
  const reader = registry.clientWith({ key: "csk_none" });
  await expect(reader.downloadAudit()).rejects.toMatchObject({ code: "unauthenticated" });
});

function* pieces(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** A client that is served what the test says, and asks the real server for everything else. */
function clientServing(registry: Registry, body: () => string, verify: VerifyOptions) {
  return createClient({
    url: registry.url,
    key: "csk_test",
    retries: 0,
    verify,
    fetch: (url, init) => (url.includes("/v1/") ? Promise.resolve(new Response(body())) : globalThis.fetch(url, init)),
  });
}

/** A prompt of three releases, unprotected, as a real server answered each. */
async function servedWorld() {
  const registry = await startRegistry("sqlite");
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { owner, url } = registry;
  const organizationId = (await owner.organization.get({})).id;
  const { id: workspaceId } = await owner.workspace.create({ name: "production" });
  const application = await registry.addApplication("application", [
    { roleId: "workspace.consumer", scopeId: workspaceId },
  ]);
  const answers: { readonly text: string }[] = [];
  for (const content of ["v1", "v2", "v3"]) {
    const { version } = await owner.prompts.push({ workspace: "production", path: address.path, content });
    await owner.release.create({ resourceId: version.resourceId, label: address.label, versionId: version.id });
    const answer = await fetch(`${url}/v1/prompts/production/support/refund?label=production`, {
      headers: { authorization: `Bearer ${application.secret}` },
    });
    answers.push({ text: await answer.text() });
  }
  const keys: SigningKeySet = JSON.parse(await (await fetch(`${url}/.well-known/jwks.json`)).text());
  return { registry, organizationId, keys, answers };
}
