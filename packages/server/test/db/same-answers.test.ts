import { expect, test } from "vitest";
import type { Engine } from "../../src/db/open-database.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { draft, startStory } from "../fixtures/story.ts";

test("I18 SQLite and PostgreSQL give the same answers to the same commands", async () => {
  const sqlite = await answersOn("sqlite");
  expect(sqlite.length).toBeGreaterThan(25);
  expect(await answersOn("postgres")).toEqual(sqlite);
});

/** Does the same things on an engine and collects every answer, without what is random or the time. */
async function answersOn(engine: Engine): Promise<readonly unknown[]> {
  const story = await startStory(engine);
  const { owner, engineer, reviewer, publisher, viewer, production } = story;
  const answers: unknown[] = [];
  const note = async (call: Promise<unknown>): Promise<void> => void answers.push(await call);
  const refused = async (call: Promise<unknown>): Promise<void> => void answers.push(await refusalOf(call));

  // Names whose order differs between alphabets and bytes.
  for (const name of ["zulu", "alpha", "a-b", "a.b", "a_b", "ab", "10", "9"])
    await draft(story, name, [`text of ${name}`]);
  await note(engineer.api.resource.list.query({ workspaceId: story.development }));
  await note(engineer.api.resource.list.query({ workspaceId: story.development, prefix: "a_" }));
  await refused(engineer.api.resource.create.mutate({ kind: "prompt", workspaceId: story.development, name: "ab" }));

  const [v1, v2] = await draft(story, "refund", ["v1 ä ß \u{1f600}", "v2\r\n  end"]);
  const opened = await engineer.api.request.open.mutate({
    sourceVersionId: v1 ?? "",
    targetWorkspaceId: production,
    label: "production",
  });
  const { id: requestId } = opened;
  answers.push(opened);
  await refused(engineer.api.request.review.mutate({ requestId, verdict: "approve", digest: opened.digest }));
  await note(
    reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest: opened.digest, body: "Fine." }),
  );
  const pushed = await engineer.api.request.push.mutate({ requestId, sourceVersionId: v2 ?? "" });
  answers.push(pushed);
  await refused(publisher.api.request.publish.mutate({ requestId, digest: pushed.digest }));
  await refused(reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest: opened.digest }));
  await note(reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest: pushed.digest }));
  const published = await publisher.api.request.publish.mutate({ requestId, digest: pushed.digest });
  answers.push(published);
  await refused(publisher.api.request.publish.mutate({ requestId, digest: pushed.digest }));

  const { resourceId } = published.release;
  await note(viewer.api.delivery.get.query({ workspace: "production", path: "refund", label: "production" }));
  await refused(viewer.api.delivery.get.query({ workspace: "production", path: "refund", label: "Production" }));
  await refused(viewer.api.resource.archive.mutate({ resourceId }));
  await refused(owner.api.resource.archive.mutate({ resourceId }));
  await refused(owner.api.workspace.create.mutate({ name: "production" }));
  await refused(owner.api.workspace.create.mutate({ name: "PRODUCTION" }));
  await note(viewer.api.release.list.query({ resourceId }));
  await note(viewer.api.version.list.query({ resourceId }));
  await note(viewer.api.request.list.query({}));
  await note(owner.api.member.list.query({}));
  await note(owner.api.member.list.query({ search: "R" }));
  await note(owner.api.binding.list.query({}));
  await note(owner.api.policy.list.query({}));
  await note(owner.api.access.whoCan.query({ permission: "prompt:publish", scopeId: production }));
  await note(engineer.api.access.effective.query({}));
  await note(owner.api.search.query.query({ text: "ref" }));
  const { items } = await owner.api.audit.list.query({ limit: 200 });
  answers.push(
    items.map(({ seq, action, outcome, code, revision, texts }) => ({ seq, action, outcome, code, revision, texts })),
  );
  return withoutChance(answers);
}

/** Ids become their kind: which random one is the smaller differs from run to run, and so does the order of what it sorts. */
function withoutChance(answers: readonly unknown[]): readonly unknown[] {
  return answers.map((answer) => {
    const text = JSON.stringify(answer)
      .replace(/\b([a-z]{3,4})_[0-9a-z]{20}\b/g, "$1")
      // Both are over ids and times.
      .replace(/\.\.[\w-]{86}/g, "..signature")
      .replace(/policyDigest\\":\\"sha256:[0-9a-f]{64}/g, 'policyDigest\\":\\"sha256')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "then");
    return sorted(JSON.parse(text));
  });
}

/** Lists by id come in a random order; lists by name or path must not. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const ordered = items.every(
      (item) => typeof item === "object" && item !== null && ("path" in item || "seq" in item),
    );
    return ordered ? items : items.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sorted(part)]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
