import type { CountersignApi } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { allItems, type CountersignClient } from "../src/index.ts";
import { codeOf } from "./fixtures/refused.ts";
import { emailOf, type Registry, startRegistry } from "./fixtures/registry.ts";

/** How one helper is tried: what is wished, what else may be wished of the same thing, and how many there are of it. */
interface Case {
  readonly name: keyof CountersignClient["provision"];
  readonly first: (client: CountersignClient) => Promise<Ensured>;
  readonly other: (client: CountersignClient) => Promise<Ensured>;
  readonly count: (api: CountersignApi) => Promise<number>;
  /** Of the audit events that making it leaves. */
  readonly made: string;
}

type Ensured = { readonly id: string; readonly changed: boolean };

const managedBy = "provision.test.ts";
const production = { workspace: "production" };

const cases: readonly Case[] = [
  {
    name: "ensureWorkspace",
    first: ({ provision }) => provision.ensureWorkspace({ name: "staging", description: "Before production" }),
    other: ({ provision }) => provision.ensureWorkspace({ name: "staging", description: "Last look" }),
    count: async (api) => (await api.workspace.list({})).filter(({ name }) => name === "staging").length,
    made: "workspace.create",
  },
  {
    name: "ensureRole",
    first: ({ provision }) => provision.ensureRole({ name: "translator", permissions: ["prompt:view"], managedBy }),
    other: ({ provision }) =>
      provision.ensureRole({
        name: "translator",
        permissions: ["prompt:edit", "prompt:view"],
        includes: ["workspace.viewer"],
      }),
    count: async (api) => (await api.role.list({})).filter(({ name }) => name === "translator").length,
    made: "role.create",
  },
  {
    name: "ensureGroup",
    first: ({ provision }) => provision.ensureGroup({ name: "tone", members: [emailOf("Rita")], managedBy }),
    other: ({ provision }) =>
      provision.ensureGroup({ name: "tone", description: "How we speak", groups: ["reviewers"] }),
    count: async (api) => (await listed(allItems(api.group.list, { search: "tone" }))).length,
    made: "group.create",
  },
  {
    name: "ensureServiceAccount",
    first: ({ provision }) => provision.ensureServiceAccount({ name: "app", home: production, managedBy }),
    other: ({ provision }) =>
      provision.ensureServiceAccount({ name: "app", home: production, responsible: [emailOf("Rita")] }),
    count: async (api) => (await listed(allItems(api.serviceAccount.list, {}))).length,
    made: "service-account.create",
  },
  {
    name: "ensureBinding",
    first: ({ provision }) =>
      provision.ensureBinding({ holder: { group: "reviewers" }, role: "workspace.reviewer", scope: production }),
    other: ({ provision }) =>
      provision.ensureBinding({
        holder: { group: "reviewers" },
        role: "workspace.reviewer",
        scope: production,
        expiresAt: "2099-01-01T00:00:00Z",
      }),
    count: async (api) =>
      (await listed(allItems(api.binding.list, {}))).filter(({ role }) => role.id === "workspace.reviewer").length,
    made: "binding.create",
  },
  {
    name: "ensurePolicy",
    first: ({ provision }) =>
      provision.ensurePolicy({
        name: "Production",
        scope: production,
        labelPattern: "production",
        kinds: ["prompt", "workflow"],
        requirements: [{ group: "reviewers", count: 1 }],
      }),
    // Stricter, so it acts at once.
    other: ({ provision }) =>
      provision.ensurePolicy({
        name: "Production",
        scope: production,
        labelPattern: "production",
        kinds: null,
        requirements: [
          { group: "reviewers", count: 1 },
          { people: [emailOf("Olive")], count: 1 },
        ],
      }),
    count: async (api) => (await api.policy.list({})).length,
    made: "policy.create",
  },
];

describe.each(["sqlite", "postgres"] as const)("provisioning (%s)", (engine) => {
  test.each(cases)("$name twice is once, and then what is wished otherwise", async ({ first, other, count, made }) => {
    await using registry = await startRegistry(engine);
    const { owner } = registry;
    await surroundings(registry);
    const before = await eventsOf(owner, made);

    const created = await first(owner);
    expect(created.changed).toBe(true);
    const revision = await revisionOf(owner);
    const again = await first(owner);
    expect(again).toEqual({ ...created, revision: again["revision" as keyof Ensured], changed: false });
    expect(await revisionOf(owner)).toBe(revision);

    const changed = await other(owner);
    expect(changed.changed).toBe(true);
    expect((await other(owner)).changed).toBe(false);
    expect(await count(owner)).toBe(1);
    expect((await eventsOf(owner, made)) - before).toBe(made === "binding.create" ? 2 : 1);
  });

  test.each(cases)("$name by several at once is once", async ({ first, count, made }) => {
    await using registry = await startRegistry(engine);
    const { owner } = registry;
    await surroundings(registry);
    const before = await eventsOf(owner, made);
    const ensured = await Promise.all(Array.from({ length: 4 }, () => first(owner)));
    expect(new Set(ensured.map(({ id }) => id)).size).toBe(1);
    expect(ensured.some(({ changed }) => changed)).toBe(true);
    expect((await eventsOf(owner, made)) - before).toBe(1);
    expect(await count(owner)).toBe(1);
    expect((await first(owner)).changed).toBe(false);
  });
});

test("a policy that is wished looser becomes one proposal, and stands until others have decided", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await surroundings(registry);
  const wish = { name: "Production", scope: production, labelPattern: "production" } as const;
  const strict = await owner.provision.ensurePolicy({ ...wish, requirements: [{ group: "reviewers", count: 1 }] });
  const loose = {
    ...wish,
    labelPattern: "production-never",
    requirements: [{ group: "reviewers", count: 1 }],
    reason: "Too slow",
  } as const;
  const proposed = await owner.provision.ensurePolicy(loose);
  expect(proposed).toMatchObject({
    id: strict.id,
    changed: true,
    labelPattern: "production",
    version: strict.version,
    proposal: { state: "open", reason: "Too slow" },
  });
  expect(await owner.provision.ensurePolicy(loose)).toMatchObject({
    changed: false,
    proposal: { id: proposed.proposal?.id },
  });
});

test("what a policy asks beside approvals is provisioned too, and left alone where a wish leaves it out", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await surroundings(registry);
  const wish = {
    name: "Production",
    scope: production,
    labelPattern: "production",
    requirements: [{ group: "reviewers", count: 1, when: [{ type: "area", area: "model" }] }],
  } as const;
  const full = {
    ...wish,
    owners: [{ pattern: "billing", requirement: { people: [emailOf("Olive")], count: 1 } }],
    reviewDays: 14,
    waiting: { hours: 2, since: "approved" },
  } as const;
  const made = await owner.provision.ensurePolicy(full);
  expect(made).toMatchObject({ changed: true, mode: "enforce", reviewDays: 14, owners: [{ pattern: "billing" }] });
  expect((await owner.provision.ensurePolicy(full)).changed).toBe(false);
  expect((await owner.provision.ensurePolicy(wish)).changed).toBe(false);
  const stricter = await owner.provision.ensurePolicy({ ...wish, reviewDays: 7 });
  expect(stricter).toMatchObject({ changed: true, version: 2, reviewDays: 7, waiting: full.waiting });
});

test("nobody provisions more than he could give by hand", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await surroundings(registry);
  const productionId = (await owner.workspace.list({}))[0]?.id ?? "";
  const admin = await registry.join("Dora", [{ roleId: "workspace.admin", scopeId: productionId }]);
  const before = await listed(allItems(owner.binding.list, {}));
  const person = emailOf("Dora");
  for (const wish of [
    () => admin.provision.ensureBinding({ holder: { person }, role: "organization.owner", scope: "organization" }),
    () => admin.provision.ensureRole({ name: "mine", permissions: ["organization:delete"] }),
    () => admin.provision.ensureWorkspace({ name: "mine" }),
    () => admin.provision.ensureGroup({ name: "reviewers", members: [person] }),
  ]) {
    expect(["forbidden", "escalation", "not_found"], String(wish)).toContain(await codeOf(wish()));
  }
  const ids = (bindings: readonly { readonly id: string }[]) => bindings.map(({ id }) => id).sort();
  expect(ids(await listed(allItems(owner.binding.list, {})))).toEqual(ids(before));
});

test("a prompt is pushed with the folders that are missing, also by several at once, and once for an import key", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  await surroundings(registry);
  const push = (text: string) =>
    owner.prompts.push({
      workspace: "production",
      path: "support/tone/warm",
      content: `${text} {{name}}`,
      importKey: `key of ${text}`,
    });
  const pushed = await Promise.all(["a", "a", "b", "b", "c"].map(push));
  expect(new Set(pushed.map(({ resource }) => resource.id)).size).toBe(1);
  expect(new Set(pushed.map(({ version }) => version.id)).size).toBe(3);
  expect(pushed.filter(({ created }) => created)).toHaveLength(3);
  expect(pushed[0]?.version.content).toMatchObject({ variables: [{ name: "name", required: true }] });
  const workspaceId = pushed[0]?.resource.workspaceId ?? "";
  const folders = await owner.folder.list({ workspaceId });
  expect(folders.map(({ path }) => path).sort()).toEqual(["support", "support/tone"]);
  const listing = await owner.prompts.list({ workspace: "production", prefix: "support/" });
  expect(listing).toMatchObject({ items: [{ path: "support/tone/warm", labels: [] }], nextCursor: null });
  const latest = Math.max(...pushed.map(({ version }) => version.number));
  expect(latest).toBe(3);
  const stale = pushed.find(({ version }) => version.number === 1)?.version.id;
  const based = { workspace: "production", path: "support/tone/warm", content: "d", basedOnVersionId: stale };
  expect(await codeOf(owner.prompts.push(based))).toBe("conflict");
});

test("every item of a list comes, however many pages it has", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  for (const name of ["a", "b", "c", "d", "e"]) await owner.provision.ensureGroup({ name });
  const names: string[] = [];
  for await (const { name } of allItems(owner.group.list, { limit: 2 })) names.push(name);
  expect(names.sort()).toEqual(["a", "b", "c", "d", "e"]);
});

/** What the wishes of the cases name. */
async function surroundings({ owner, join }: Registry): Promise<void> {
  const { id: scopeId } = await owner.workspace.create({ name: "production" });
  await join("Rita", [{ roleId: "workspace.admin", scopeId }]);
  await owner.provision.ensureGroup({ name: "reviewers", members: [emailOf("Rita")] });
}

async function revisionOf(client: CountersignClient): Promise<number> {
  return (await client.organization.get({})).revision;
}

async function eventsOf(client: CountersignClient, action: string): Promise<number> {
  return (await listed(allItems(client.audit.list, { action, outcome: "done" }))).length;
}

async function listed<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
