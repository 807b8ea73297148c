import { sql } from "kysely";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { draft, type Story, startStory, textPrompt } from "../fixtures/story.ts";
import type { Api } from "../fixtures/test-server.ts";

onEveryEngine("requests for changes of the tree", (engine) => {
  it("I17 moves, renames and archives what a protected label serves, one release for each end", async () => {
    const story = await startStory(engine);
    const { mover, reviewer, publisher, viewer } = await cast(story);
    const { resourceId } = await released(story, "one", "support/refund");
    const support = await folderOf(story, "support");
    const sales = await folder(story, "sales");
    const direct = await refusalOf(mover.resource.move.mutate({ resourceId, folderId: sales }));
    expect(direct).toMatchObject({
      code: "policy_unsatisfied",
      details: { addresses: ["production/support/refund@production"] },
    });
    expect(direct.remedy).toContain("treeRequest.open");

    const change = { type: "move", scopeId: resourceId, parentId: sales, name: "reply" } as const;
    expect(await mover.treeRequest.preview.query({ change })).toMatchObject({
      change: { from: "support/refund", to: "production/sales/reply" },
      hidden: 0,
      policies: [{ name: "Production" }],
      touched: [
        {
          label: "production",
          sequence: 1,
          before: { address: "production/support/refund", protected: true },
          after: { address: "production/sales/reply", protected: true },
        },
      ],
    });
    const opened = await mover.treeRequest.open.mutate({ change });
    expect(opened).toMatchObject({ state: "open", approvals: { counted: 0, required: 1 } });
    expect(opened).toMatchObject({ title: "Move production/support/refund to production/sales/reply" });
    // The hand that somebody had in it was told once for the request, and again for each version that it touches.
    const told = opened.contributors.flatMap(({ principal, reason }) =>
      reason.split(", ").map((one) => `${principal.id} ${one}`),
    );
    expect(told).toEqual([...new Set(told)]);
    expect(opened.actions.approve).toMatchObject({ allowed: false });
    expect(await refusalOf(publish(publisher, opened))).toMatchObject({ code: "policy_unsatisfied" });
    expect(await refusalOf(approve(mover, opened))).toMatchObject({ code: "forbidden" });
    expect((await reviewer.treeRequest.list.query({ filter: "awaiting-me" })).items).toMatchObject([{ id: opened.id }]);
    expect(await approve(reviewer, opened)).toMatchObject({ state: "approved" });
    expect(await refusalOf(publish(viewer, opened))).toMatchObject({ code: "forbidden" });
    const done = await publish(publisher, opened);
    expect(done).toMatchObject({
      state: "published",
      releases: [
        { kind: "withdrawn", sequence: 2, address: "production/support/refund" },
        { kind: "approved", sequence: 3, address: "production/sales/reply", approvals: [{ name: "Rita" }] },
      ],
    });
    expect(await served(viewer, "sales/reply")).toMatchObject({
      content: textPrompt("one"),
      sequence: 3,
      unreviewed: false,
    });
    expect(await refusalOf(served(viewer, "support/refund"))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(publish(publisher, opened))).toMatchObject({ code: "conflict" });

    // A folder takes everything along; a workspace that is archived serves nothing more, and by what is said here alone.
    const renamed = await open(mover, { type: "move", scopeId: sales, name: "shop" });
    expect(renamed).toMatchObject({ title: "Rename production/sales to production/shop", change: { from: "sales" } });
    await approve(reviewer, renamed);
    await publish(publisher, renamed);
    expect(await served(viewer, "shop/reply")).toMatchObject({ sequence: 5, unreviewed: false });
    const inside = await open(mover, { type: "move", scopeId: sales, parentId: support });
    await approve(reviewer, inside);
    await publish(publisher, inside);
    expect(await served(viewer, "support/shop/reply")).toMatchObject({ sequence: 7 });
    const gone = await open(mover, { type: "archive", scopeId: story.production });
    expect(gone).toMatchObject({ title: "Archive production", change: { from: "", to: null } });
    await approve(reviewer, gone);
    await publish(publisher, gone);
    const { rows } = await story.server.environment.db
      .transaction()
      .execute((tx) =>
        sql<{ kind: string }>`select kind from releases where label = 'production' order by sequence`.execute(tx),
      );
    expect(rows.map(({ kind }) => kind)).toEqual([
      "approved",
      "withdrawn",
      "approved",
      "withdrawn",
      "approved",
      "withdrawn",
      "approved",
      "withdrawn",
    ]);
    // Restored, it serves nothing: the label was withdrawn.
    await story.owner.api.workspace.restore.mutate({ workspaceId: story.production });
    expect(await refusalOf(served(viewer, "support/shop/reply"))).toMatchObject({ code: "not_found" });
  });

  it("I8 is bound to what it touches: a label that moves, appears or goes makes it stale", async () => {
    const story = await startStory(engine);
    const { mover, reviewer, publisher } = await cast(story);
    const { resourceId } = await released(story, "one", "support/refund");
    const support = await folderOf(story, "support");
    const request = await open(mover, { type: "move", scopeId: support, name: "help" });
    await approve(reviewer, request);
    await released(story, "two", "support/second");
    expect(await refusalOf(publish(publisher, request))).toMatchObject({ code: "conflict" });
    expect(await refusalOf(approve(reviewer, request))).toMatchObject({ code: "conflict" });
    const rebased = await mover.treeRequest.rebase.mutate({ requestId: request.id });
    expect(rebased).toMatchObject({ state: "open", approvals: { counted: 0 } });
    expect(rebased.touched.map(({ before }) => before?.address)).toEqual(
      expect.arrayContaining(["production/support/refund", "production/support/second"]),
    );
    expect(await refusalOf(approve(reviewer, request))).toMatchObject({ code: "stale" });
    await approve(reviewer, rebased);
    await publish(publisher, rebased);
    const { path } = await story.owner.api.resource.get.query({ resourceId });
    expect(path).toBe("help/refund");
  });

  it("I9 is decided again as it acts: approvals, the requester's right, and each end for itself", async () => {
    const story = await startStory(engine);
    const { owner } = story;
    const { mover, moverId, reviewer, publisher } = await cast(story);
    const { resourceId } = await released(story, "one", "support/refund");
    const sealed = await folder(story, "sealed");
    await owner.api.policy.create.mutate({
      scopeId: sealed,
      name: "Sealed",
      labelPattern: "production",
      requirements: [{ type: "people", principalIds: [story.secondReviewer.me.principal.id], count: 1 }],
    });
    const request = await open(mover, { type: "move", scopeId: resourceId, parentId: sealed });
    expect(await approve(reviewer, request)).toMatchObject({ state: "open" });
    expect(await refusalOf(publish(publisher, request))).toMatchObject({ code: "policy_unsatisfied" });
    expect(await approve(story.secondReviewer.api, request)).toMatchObject({ state: "approved" });

    // The requester could not make the move any more.
    const binding = (await owner.api.binding.list.query({ holderId: moverId })).items.find(
      ({ role }) => role.id === "workspace.admin",
    );
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    expect(await refusalOf(publish(publisher, request))).toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
    await bind(story, moverId, "workspace.admin", story.production);
    // An approver who may review at one end alone counts at that end alone.
    await owner.api.restriction.create.mutate({ scopeId: sealed, permissions: ["prompt:review"], reason: "closed" });
    expect(await refusalOf(publish(publisher, request))).toMatchObject({ code: "policy_unsatisfied" });
    const [restriction] = await owner.api.restriction.list.query({ scopeId: sealed });
    await owner.api.restriction.lift.mutate({ restrictionId: restriction?.id ?? "" });
    await publish(publisher, request);
    expect((await owner.api.resource.get.query({ resourceId })).path).toBe("sealed/refund");
  });

  it("waits for whoever reviews at one of its addresses alone, and says where each policy asks", async () => {
    const story = await startStory(engine);
    const { mover, reviewer } = await cast(story);
    const { resourceId } = await released(story, "one", "support/refund");
    const sealed = await folder(story, "sealed");
    const sue = await addPerson(story.server, story.organizationId, { name: "Sue", email: "sue@acme.test" });
    await bind(story, sue.principalId, "workspace.reviewer", sealed);
    const { api } = await sue.signIn();
    const change = { type: "move", scopeId: resourceId, parentId: sealed } as const;
    const [asked] = (await mover.treeRequest.preview.query({ change })).policies;
    const addresses = ["production/sealed/refund@production", "production/support/refund@production"];
    expect(asked).toMatchObject({ name: "Production", addresses });
    const request = await open(mover, change);
    expect(request.policies).toMatchObject([{ name: "Production", addresses }]);
    expect((await reviewer.treeRequest.list.query({ filter: "awaiting-me" })).items).toMatchObject([
      { id: request.id },
    ]);
    // She reviews where it would come to, and it was asked only whether she reviews where it is.
    expect((await api.treeRequest.list.query({ filter: "awaiting-me" })).items).toMatchObject([{ id: request.id }]);
    // What she may not see where it is, she is told of only as a number.
    const shown = await api.treeRequest.get.query({ requestId: request.id });
    expect(shown).toMatchObject({ touched: [], hidden: 1, policies: [{ addresses: [] }] });
    const approved = await approve(api, request);
    expect(approved.policies).toMatchObject([{ requirements: [{ metBy: [] }] }, { requirements: [{ metBy: [{}] }] }]);
    expect(await approve(reviewer, request)).toMatchObject({ state: "approved" });
  });

  it("I5 a request moves nothing that its requester could not move himself, and gives nobody what he lacked", async () => {
    const story = await startStory(engine);
    const { owner, engineer, viewer } = story;
    const { reviewer } = await cast(story);
    const { resourceId } = await released(story, "one", "support/refund");
    const change = { type: "archive", scopeId: resourceId } as const;
    expect(await refusalOf(viewer.api.treeRequest.open.mutate({ change }))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(engineer.api.treeRequest.open.mutate({ change }))).toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
    expect(await refusalOf(story.developmentAdmin.api.treeRequest.open.mutate({ change }))).toMatchObject({
      code: "not_found",
    });
    // A mover with more rights at the destination than where it is.
    const mine = await folder(story, "mine");
    const edits = await owner.api.role.create.mutate({
      name: "Mover",
      permissions: ["prompt:edit", "prompt:delete", "prompt:view", "prompt:request"],
    });
    const id = engineer.me.principal.id;
    await bind(story, id, edits.id, story.production);
    await bind(story, id, "workspace.admin", mine);
    expect(
      await refusalOf(
        engineer.api.treeRequest.open.mutate({ change: { type: "move", scopeId: resourceId, parentId: mine } }),
      ),
    ).toMatchObject({ code: "escalation" });
    // Nothing of it is seen from outside.
    const request = await owner.api.treeRequest.open.mutate({ change });
    const get = { requestId: request.id };
    expect(await refusalOf(story.developmentAdmin.api.treeRequest.get.query(get))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(approve(story.developmentAdmin.api, request))).toMatchObject({ code: "not_found" });
    expect((await story.developmentAdmin.api.treeRequest.list.query({})).items).toEqual([]);
    expect(await refusalOf(approve(story.publisher.api, request))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(owner.api.request.get.query(get))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(reviewer.treeRequest.cancel.mutate(get))).toMatchObject({ code: "forbidden" });
    expect(await reviewer.treeRequest.reject.mutate({ ...get, reason: "needed" })).toMatchObject({ state: "rejected" });
  });

  it("I17 brings back what nobody approved, withdraws a label, and gives a path to another by review alone", async () => {
    const story = await startStory(engine);
    const { owner } = story;
    const { mover, reviewer, publisher, viewer } = await cast(story);
    // Served before any policy, and archived: it comes back by a review alone.
    const old = await mover.resource.create.mutate({ kind: "prompt", workspaceId: story.production, name: "old" });
    const version = await mover.version.create.mutate({ resourceId: old.id, content: textPrompt("old") });
    await mover.release.create.mutate({ resourceId: old.id, label: "canary", versionId: version.id });
    await mover.resource.archive.mutate({ resourceId: old.id });
    await owner.api.policy.create.mutate({
      scopeId: story.organizationId,
      name: "Canaries",
      labelPattern: "canary",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    expect(await refusalOf(mover.resource.restore.mutate({ resourceId: old.id }))).toMatchObject({
      code: "policy_unsatisfied",
    });
    const back = await open(mover, { type: "restore", scopeId: old.id });
    expect(await refusalOf(approve(mover, back))).toMatchObject({ code: "forbidden" });
    await approve(reviewer, back);
    await publish(publisher, back);
    const canary = { workspace: "production", path: "old", label: "canary" };
    expect(await viewer.delivery.get.query(canary)).toMatchObject({ unreviewed: false });
    const withdrawn = await open(mover, { type: "withdraw", scopeId: old.id, label: "canary" });
    await approve(reviewer, withdrawn);
    await publish(publisher, withdrawn);
    expect(await refusalOf(viewer.delivery.get.query(canary))).toMatchObject({ code: "not_found" });

    // A path that was served under a policy of its folder belongs to what was there.
    const eu = await folder(story, "eu");
    await owner.api.policy.create.mutate({
      scopeId: eu,
      name: "Europe",
      labelPattern: "live",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    const { resourceId } = await released(story, "eu", "eu/terms", "live");
    const away = await open(mover, { type: "move", scopeId: eu, name: "emea" });
    await approve(reviewer, away);
    await publish(publisher, away);
    expect((await owner.api.resource.get.query({ resourceId })).path).toBe("emea/terms");
    // Another folder of the name, without the policy, and another prompt at the path.
    const decoy = await folder(story, "eu");
    const place = { kind: "prompt", workspaceId: story.production, name: "terms" } as const;
    const terms = await mover.resource.create.mutate({ ...place, folderId: decoy });
    const mine = await mover.version.create.mutate({ resourceId: terms.id, content: textPrompt("mine") });
    const taken = { resourceId: terms.id, label: "live", versionId: mine.id };
    expect(await refusalOf(mover.release.create.mutate(taken))).toMatchObject({ code: "policy_unsatisfied" });
    const proposed = await mover.request.open.mutate({
      sourceVersionId: mine.id,
      targetWorkspaceId: story.production,
      label: "live",
    });
    expect(proposed.policies).toMatchObject([{ name: "Europe" }]);
    const early = publisher.request.publish.mutate({ requestId: proposed.id, digest: proposed.digest });
    expect(await refusalOf(early)).toMatchObject({ code: "policy_unsatisfied" });
    await mover.resource.move.mutate({ resourceId: terms.id, folderId: decoy, name: "other" });
    const free = await mover.resource.create.mutate(place);
    const freed = await mover.version.create.mutate({ resourceId: free.id, content: textPrompt("free") });
    await mover.release.create.mutate({ resourceId: free.id, label: "live", versionId: freed.id });
    const takes = mover.resource.move.mutate({ resourceId: free.id, folderId: decoy });
    expect(await refusalOf(takes)).toMatchObject({ code: "policy_unsatisfied" });
    const given = await open(mover, { type: "move", scopeId: free.id, parentId: decoy });
    expect(given.touched).toMatchObject([{ before: { protected: false }, after: { protected: true } }]);
    await approve(reviewer, given);
    expect(await publish(publisher, given)).toMatchObject({ releases: [{ kind: "withdrawn" }, { kind: "approved" }] });
  });

  it("I12 I17 the database refuses what no approved request stands behind", async () => {
    const story = await startStory(engine);
    const { mover } = await cast(story);
    const { resourceId, id } = await released(story, "one", "support/refund");
    const request = await open(mover, { type: "archive", scopeId: resourceId });
    const run = (statement: string) =>
      story.server.environment.db.transaction().execute((tx) => sql.raw(statement).execute(tx));
    await expect(
      run(`update scopes set path = 'support/other', name = 'other' where id = '${resourceId}'`),
    ).rejects.toThrow(/keeps its address/);
    await expect(run(`update scopes set archived_at = '2026-01-01' where id = '${story.production}'`)).rejects.toThrow(
      /keeps its address/,
    );
    await expect(run(`update tree_request_sets set digest = 'x'`)).rejects.toThrow(/written once/);
    await expect(run(`delete from tree_request_addresses`)).rejects.toThrow(/written once/);
    const columns =
      "organization_id, resource_id, target_workspace_id, target_path, label, policy_versions, reviews, released_by, reason, revision, created_at";
    const insert = (kind: string, version: string, digest: string, requestId: string) =>
      run(`insert into releases (id, sequence, kind, version_id, digest, serves, request_id, ${columns})
        select 'rel_forged', 2, '${kind}', ${version}, ${digest}, '[]', '${requestId}', ${columns} from releases where id = '${id}'`);
    await expect(insert("withdrawn", "null", "null", request.id)).rejects.toThrow(/approved request alone/);
    await expect(insert("approved", "version_id", "digest", request.id)).rejects.toThrow(/release of a tree request/);
  });
});

/** The people of the story, and Mo, who administers production and is new there. */
async function cast(story: Story) {
  const person = await addPerson(story.server, story.organizationId, { name: "Mo", email: "mo@acme.test" });
  await bind(story, person.principalId, "workspace.admin", story.production);
  return {
    mover: (await person.signIn()).api,
    moverId: person.principalId,
    reviewer: story.reviewer.api,
    publisher: story.publisher.api,
    viewer: story.viewer.api,
  };
}

type Change = Parameters<Api["treeRequest"]["open"]["mutate"]>[0]["change"];

interface Proposal {
  readonly id: string;
  readonly digest: string;
}

function open(api: Api, change: Change) {
  return api.treeRequest.open.mutate({ change });
}

function approve(api: Api, { id, digest }: Proposal) {
  return api.treeRequest.review.mutate({ requestId: id, verdict: "approve", digest });
}

function publish(api: Api, { id, digest }: Proposal) {
  return api.treeRequest.publish.mutate({ requestId: id, digest });
}

function served(api: Api, path: string) {
  return api.delivery.get.query({ workspace: "production", path, label: "production" });
}

/** Brings a text to a path of production the right way. */
async function released(story: Story, text: string, path: string, label = "production") {
  const [sourceVersionId = ""] = await draft(story, path.replaceAll("/", "-"), [text]);
  const request = await story.engineer.api.request.open.mutate({
    sourceVersionId,
    targetWorkspaceId: story.production,
    targetPath: path,
    label,
  });
  const { id: requestId, digest } = request;
  await story.reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest });
  return (await story.publisher.api.request.publish.mutate({ requestId, digest })).release;
}

async function bind(story: Story, id: string, roleId: string, scopeId: string): Promise<void> {
  await story.owner.api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId });
}

async function folder(story: Story, name: string): Promise<string> {
  return (await story.owner.api.folder.create.mutate({ workspaceId: story.production, name })).id;
}

async function folderOf(story: Story, name: string): Promise<string> {
  const folders = await story.owner.api.folder.list.query({ workspaceId: story.production });
  return folders.find((one) => one.name === name)?.id ?? "";
}
