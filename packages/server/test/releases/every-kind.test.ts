import {
  contentDigest,
  type JsonValue,
  parseExpandedContent,
  type ResourceKind,
  resourceKinds,
} from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf as refusal } from "../fixtures/refusals.ts";
import { refusalOf, type Story, startStory } from "../fixtures/story.ts";

const columns = [
  { name: "question", type: "text" },
  { name: "answer", type: "text" },
];
const asking = (text: string) => ({
  type: "text",
  syntax: "template",
  text: `${text} {{question}}`,
  variables: [{ name: "question" }],
});

/** What a first and a second version of each kind say; they name `base` and `cases` of their own workspace. */
const contents: Readonly<Record<ResourceKind, readonly [JsonValue, JsonValue]>> = {
  prompt: [asking("{{> base@live}} Answer:"), asking("{{> base@live}} Answer briefly:")],
  workflow: [
    {
      variables: [{ name: "question" }],
      steps: [{ id: "answer", uses: "ask@live", input: { question: { variable: "question" } } }],
    },
    {
      variables: [{ name: "question" }],
      steps: [
        { id: "answer", uses: "ask@live", input: { question: { variable: "question" } } },
        { id: "check", uses: "ask#1", input: { question: { step: "answer" } } },
      ],
    },
  ],
  dataset: [
    { schema: { columns, key: "question" }, rows: [["1+1?", "2"]] },
    {
      schema: { columns, key: "question" },
      rows: [
        ["1+1?", "two"],
        ["2+2?", "4"],
      ],
    },
  ],
  evaluation: [
    {
      dataset: "cases@live",
      target: "ask@live",
      input: { question: { column: "question" } },
      scorers: [{ name: "same", type: "exact", expected: { column: "answer" }, threshold: 0.5 }],
    },
    {
      dataset: "cases@live",
      target: "ask@live",
      input: { question: { column: "question" } },
      scorers: [{ name: "same", type: "contains", expected: { column: "answer" }, threshold: 0.9 }],
    },
  ],
};

onEveryEngine("the same story", (engine) => {
  it.each(resourceKinds)(
    "I7 I15 I17 %s: drafted, reviewed by whoever may, published, fetched, rolled back, and not renamed away",
    async (kind) => {
      const story = await startStory(engine);
      const { owner, engineer, reviewer, publisher, viewer } = story;
      const { ask, base } = await whatItNames(story);
      const other = resourceKinds.find((candidate) => candidate !== kind) ?? "prompt";
      const stranger = await personWith(story, "Otto", [`${other}:use`, `${other}:view`]);
      const { id: resourceId } = await engineer.api.resource.create.mutate({
        kind,
        workspaceId: story.development,
        name: "thing",
      });
      const [first, second] = contents[kind];
      const v1 = await engineer.api.version.create.mutate({ resourceId, content: first });
      const address = { workspace: "production", path: "thing", label: "production" };
      const key = await runtimeKey(story, kind);
      expect(await fetched(story, key, kind)).toBe(404);

      // Asked for; neither a stranger, a viewer, the author nor a publisher approves it, and nobody publishes it yet.
      const request = await engineer.api.request.open.mutate({
        sourceVersionId: v1.id,
        targetWorkspaceId: story.production,
        label: "production",
      });
      const review = { requestId: request.id, digest: request.digest, verdict: "approve" } as const;
      expect(await refusalOf(stranger.api.request.get.query({ requestId: request.id }))).toBe("not_found");
      expect(await refusalOf(viewer.api.request.review.mutate(review))).toBe("forbidden");
      expect(await refusalOf(publisher.api.request.review.mutate(review))).toBe("forbidden");
      const asReviewer = await owner.api.binding.create.mutate({
        holder: { type: "principal", id: engineer.me.principal.id },
        roleId: "workspace.reviewer",
        scopeId: story.production,
      });
      expect(await refusal(engineer.api.request.review.mutate(review))).toMatchObject({
        code: "forbidden",
        message: expect.stringContaining("Contributors do not approve"),
      });
      await owner.api.binding.delete.mutate({ bindingId: asReviewer.id });
      const publish = { requestId: request.id, digest: request.digest };
      expect(await refusalOf(publisher.api.request.publish.mutate(publish))).toBe("policy_unsatisfied");
      expect(await reviewer.api.request.review.mutate(review)).toMatchObject({ state: "approved" });
      expect(await refusalOf(reviewer.api.request.publish.mutate(publish))).toBe("forbidden");
      const { release } = await publisher.api.request.publish.mutate(publish);
      expect(release).toMatchObject({ kind: "approved", digest: v1.digest });

      // Fetched with a key that is for this kind and this label.
      const served = await fetched(story, key, kind);
      expect(served).toMatchObject({ kind, digest: v1.digest, sequence: 1, unreviewed: false });
      expect(digestOf(kind, served)).toBe(v1.digest);
      expect(await fetched(story, key, other)).toBe(404);
      expect(await refusalOf(stranger.api.delivery.get.query(address))).toBe("not_found");
      expect(await viewer.api.delivery.get.query(address)).toMatchObject({ digest: v1.digest });
      const live = release.resourceId;
      expect(await refusalOf(stranger.api.resource.get.query({ resourceId: live }))).toBe("not_found");
      const consumer = await personWith(story, "Cora", [`${kind}:use`]);
      expect(await consumer.api.delivery.get.query(address)).toMatchObject({ digest: v1.digest });
      // A release of which they see nothing but what it serves must not pass for one that nobody signed.
      expect((await consumer.api.release.list.query({ resourceId: live })).items).toMatchObject([
        { historyShown: false, signed: null },
      ]);
      expect(await refusalOf(consumer.api.version.list.query({ resourceId: live }))).toBe("not_found");
      expect(await refusalOf(consumer.api.version.get.query({ versionId: release.versionId ?? "" }))).toBe("not_found");

      // What it names changes: no served byte does.
      await saveAndRelease(story, base, asking("Changed"));
      await saveAndRelease(story, ask, asking("Changed too"));
      expect(await fetched(story, key, kind)).toEqual(served);

      // A second version, compared in its kind's own way, and back to what was approved.
      const v2 = await engineer.api.version.create.mutate({ resourceId, content: second });
      const next = await engineer.api.request.open.mutate({
        sourceVersionId: v2.id,
        targetWorkspaceId: story.production,
        label: "production",
      });
      expect(next.comparison.changes.map(({ area }) => area)).toContain(
        { prompt: "text", workflow: "steps-added", dataset: "rows", evaluation: "scorers" }[kind],
      );
      expect(
        await refusalOf(
          publisher.api.release.create.mutate({
            resourceId: live,
            label: "production",
            versionId: release.versionId ?? "",
          }),
        ),
      ).toBe("policy_unsatisfied");
      await reviewer.api.request.review.mutate({ requestId: next.id, digest: next.digest, verdict: "approve" });
      await publisher.api.request.publish.mutate({ requestId: next.id, digest: next.digest });
      expect(await fetched(story, key, kind)).toMatchObject({ digest: v2.digest, sequence: 2 });
      if (kind === "dataset") await asDataset(story, request.id, next.id);
      await publisher.api.release.rollback.mutate({
        resourceId: live,
        label: "production",
        toReleaseId: release.id,
        reason: "Worse",
      });
      expect(await fetched(story, key, kind)).toMatchObject({ digest: v1.digest, sequence: 3, unreviewed: false });

      // Nobody renames, moves or archives it under a protected label on his own, not even an owner.
      for (const call of [
        () => owner.api.resource.move.mutate({ resourceId: live, folderId: null, name: "elsewhere" }),
        () => owner.api.resource.archive.mutate({ resourceId: live }),
      ]) {
        expect(await refusalOf(call())).toBe("policy_unsatisfied");
      }
      const releases = await owner.api.release.list.query({ resourceId: live });
      expect(releases.items.map(({ kind: how, digest }) => [how, digest])).toEqual([
        ["rollback", v1.digest],
        ["approved", v2.digest],
        ["approved", v1.digest],
      ]);
    },
  );
});

/** A prompt, one that includes it, and a dataset, in development, each under the label `live`. */
async function whatItNames(story: Story): Promise<{ readonly base: string; readonly ask: string }> {
  const base = await inDevelopment(story, "prompt", "base");
  await saveAndRelease(story, base, asking("Be kind."));
  const ask = await inDevelopment(story, "prompt", "ask");
  await saveAndRelease(story, ask, asking("{{> base@live}}"));
  await saveAndRelease(story, await inDevelopment(story, "dataset", "cases"), contents.dataset[0]);
  return { base, ask };
}

async function inDevelopment({ engineer, development }: Story, kind: ResourceKind, name: string): Promise<string> {
  return (await engineer.api.resource.create.mutate({ kind, workspaceId: development, name })).id;
}

async function saveAndRelease({ engineer, owner }: Story, resourceId: string, content: JsonValue): Promise<void> {
  const { id } = await engineer.api.version.create.mutate({ resourceId, content });
  await owner.api.release.create.mutate({ resourceId, label: "live", versionId: id });
}

async function personWith(
  story: Story,
  name: string,
  permissions: Parameters<Story["owner"]["api"]["role"]["create"]["mutate"]>[0]["permissions"],
) {
  const { owner, server, organizationId, production } = story;
  const role = await owner.api.role.create.mutate({ name: `Only ${name}`, permissions });
  const person = await addPerson(server, organizationId, { name, email: `${name.toLowerCase()}@acme.test` });
  const holder = { type: "principal", id: person.principalId } as const;
  await owner.api.binding.create.mutate({ holder, roleId: role.id, scopeId: production });
  return person.signIn();
}

/** A key of a service account, for what `production` serves of this kind. */
async function runtimeKey({ owner, production }: Story, kind: ResourceKind): Promise<string> {
  const account = await owner.api.serviceAccount.create.mutate({ name: "robot", homeScopeId: production });
  const holder = { type: "principal", id: account.id } as const;
  await owner.api.binding.create.mutate({ holder, roleId: "workspace.consumer", scopeId: production });
  const key = await owner.api.key.create.mutate({
    name: "runtime",
    principalId: account.id,
    permissions: [`${kind}:use`],
    labels: ["production"],
  });
  return key.secret;
}

async function fetched({ server }: Story, key: string, kind: ResourceKind): Promise<unknown> {
  const answer = await server.fetch(
    new Request(`http://127.0.0.1/v1/${kind}s/production/thing?label=production`, {
      headers: { authorization: `Bearer ${key}` },
    }),
  );
  return answer.status === 200 ? answer.json() : answer.status;
}

/** The digest of what was fetched, computed from its bytes. */
function digestOf(kind: ResourceKind, served: unknown): string {
  const content: unknown = typeof served === "object" && served !== null && "content" in served ? served.content : null;
  const parsed = parseExpandedContent(kind, content);
  return parsed.ok ? contentDigest(parsed.value) : JSON.stringify(parsed.error);
}

/** The rows that a request proposes are read and compared by whoever sees it, and served to whoever may use them. */
async function asDataset(story: Story, firstId: string, secondId: string): Promise<void> {
  const { reviewer, viewer, publisher } = story;
  const rows = [
    ["1+1?", "two"],
    ["2+2?", "4"],
  ];
  expect(await reviewer.api.request.rows.query({ requestId: secondId })).toMatchObject({ rowCount: 2, rows });
  expect(await reviewer.api.request.rows.query({ requestId: firstId })).toMatchObject({ rows: [["1+1?", "2"]] });
  expect(await publisher.api.request.compareRows.query({ requestId: firstId })).toMatchObject({
    by: "key",
    counts: { before: 2, after: 1, changed: 1, removed: 1, added: 0 },
    changes: [
      { type: "changed", before: { cells: ["1+1?", "two"] }, after: { cells: ["1+1?", "2"] } },
      { type: "removed", before: { position: 1, cells: ["2+2?", "4"] } },
    ],
  });
  const served = { workspace: "production", path: "thing", label: "production" };
  expect(await viewer.api.delivery.rows.query({ ...served, limit: 1 })).toMatchObject({
    rows: rows.slice(0, 1),
    next: 1,
  });
}
