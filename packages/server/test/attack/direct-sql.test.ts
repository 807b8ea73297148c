import type {} from "@countersign/tests/postgres-per-run";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import type { Tx } from "../../src/db/database.ts";
import { openPool } from "../../src/db/open-database.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, type Story, startStory } from "../fixtures/story.ts";
import { foundTestOrganization, withKey } from "../fixtures/test-server.ts";

onEveryEngine("direct SQL", (engine) => {
  it("I10 I17 publishes nothing that was not approved: no request, too few or contributors' approvals, another digest", async () => {
    const story = await startStory(engine);
    const there = await proposed(story);
    const { served, open, otherVersion } = there;
    const release = releaseAfter(story, there);
    const refused = (title: string, values: Partial<ReleaseValues>, message: RegExp) =>
      attempt(story, title, message, (tx) =>
        tx
          .insertInto("releases")
          .values({ ...release, ...values })
          .execute(),
      );

    const withdrawn = { kind: "withdrawn", version_id: null, digest: null } as const;
    await refused("without a request", { request_id: null }, /a reviewed release needs/);
    await refused(
      "without a request, where no policy asks for approvals",
      { label: "loose", sequence: 1 },
      /a reviewed release needs/,
    );
    // Went wrong: where no policy matched, a release passed for an approved one that nobody had approved. A rollback
    // would have led there once a policy came to match.
    const loose = await story.engineer.api.request.open.mutate({
      sourceVersionId: open.versionId,
      targetWorkspaceId: story.production,
      label: "loose",
    });
    for (const kind of ["approved", "gradual"] as const) {
      await refused(
        `as ${kind}, where no policy asks for approvals`,
        { label: "loose", sequence: 1, request_id: loose.id, kind },
        /approvals/,
      );
    }
    await refused(
      "as gradual, with a request that nobody approved",
      { kind: "gradual", request_id: open.id },
      /approvals/,
    );
    await refused("as gradual, without a request", { kind: "gradual" }, /a reviewed release needs/);
    await refused("as unprotected", { kind: "unprotected", request_id: null }, /reviewed releases alone/);
    await refused("with a request that nobody approved", { request_id: open.id }, /approvals/);
    await refused(
      "with the request of another content",
      { request_id: served.requestId },
      /a reviewed release needs|unique/i,
    );
    await refused(
      "with another digest",
      { request_id: open.id, digest: served.digest },
      /a reviewed release needs|foreign/i,
    );
    await refused(
      "with another version",
      { request_id: open.id, version_id: otherVersion.id, digest: otherVersion.digest },
      /a reviewed release needs|foreign/i,
    );
    await refused("with a gap in the sequence", { ...withdrawn, sequence: served.sequence + 2 }, /next sequence/);
    await refused("at another address", { ...withdrawn, target_path: "elsewhere" }, /address/);
    await refused("as adopted, of what is not served", { kind: "adopted", request_id: null }, /served already/);
    await refused(
      "as a rollback to another label's release",
      { kind: "rollback", request_id: null, rollback_to_id: served.unprotectedId },
      /rollback/,
    );

    // An approval by a contributor is none, neither is one that its giver took back, nor one of another digest.
    const review = reviewOf(story, there);
    const approving = (values: Partial<typeof review>) => async (tx: Tx) => {
      await tx
        .insertInto("reviews")
        .values({ ...review, ...values })
        .execute();
      await tx
        .insertInto("releases")
        .values({ ...release, request_id: open.id })
        .execute();
    };
    const engineer = story.engineer.me.principal.id;
    await attempt(story, "approved by its author", /approvals/, approving({ principal_id: engineer }));
    await attempt(story, "approved on another digest", /approvals/, approving({ digest: served.digest }));
    await attempt(story, "approved on another base", /approvals/, approving({ base_release_id: null }));
    await attempt(story, "approved for another address", /approvals/, approving({ target_path: "elsewhere" }));
    // Two guards refuse it, and either may speak first.
    await attempt(story, "approved and taken back", /approvals|asked for changes/, async (tx) => {
      await tx.insertInto("reviews").values(review).execute();
      await tx
        .insertInto("reviews")
        .values({ ...review, id: "rev_back", number: 2, verdict: "request_changes" })
        .execute();
      await tx
        .insertInto("releases")
        .values({ ...release, request_id: open.id })
        .execute();
    });

    const second = story.secondReviewer.me.principal.id;
    await attempt(story, "approved by one, with changes asked for by another", /asked for changes/, async (tx) => {
      await tx
        .insertInto("reviews")
        .values([
          review,
          { ...review, id: "rev_objects", number: 2, principal_id: second, verdict: "request_changes" as const },
        ])
        .execute();
      await tx
        .insertInto("releases")
        .values({ ...release, request_id: open.id })
        .execute();
    });

    // One person once: two rows of the same reviewer are one approval where two are asked for.
    await story.owner.api.policy.update.mutate({
      policyId: story.policyId,
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    await attempt(story, "approved twice by one person", /approvals/, async (tx) => {
      await tx
        .insertInto("reviews")
        .values([review, { ...review, id: "rev_again", number: 2 }])
        .execute();
      await tx
        .insertInto("releases")
        .values({ ...release, request_id: open.id })
        .execute();
    });
  });

  it("I10 I17 moves no label but to the newest release of its own", async () => {
    const story = await startStory(engine);
    const { served } = await proposed(story);
    const label = { organization_id: story.organizationId, resource_id: served.resourceId };
    const move = (title: string, set: { readonly release_id?: string; readonly sequence?: number }, message: RegExp) =>
      attempt(story, title, message, (tx) =>
        tx
          .updateTable("labels")
          .set(set)
          .where("organization_id", "=", label.organization_id)
          .where("resource_id", "=", label.resource_id)
          .where("name", "=", "production")
          .execute(),
      );
    await move("to an older release", { release_id: served.firstId, sequence: 1 }, /newest release/);
    await move(
      "to an older release, as if it were new",
      { release_id: served.firstId, sequence: served.sequence + 1 },
      /newest release/,
    );
    await move(
      "to another label's release",
      { release_id: served.unprotectedId, sequence: served.sequence + 1 },
      /newest release/,
    );
    await move("by its sequence alone", { sequence: served.sequence + 1 }, /newest release/);
    await attempt(story, "deleted", /never deleted/, (tx) =>
      tx.deleteFrom("labels").where("organization_id", "=", label.organization_id).execute(),
    );
    await attempt(story, "made anew", /begins at|UNIQUE|unique/, (tx) =>
      tx
        .insertInto("labels")
        .values({ ...label, name: "production", release_id: served.firstId, sequence: 1 })
        .execute(),
    );
    await attempt(story, "made for a release of another name", /begins at/, (tx) =>
      tx
        .insertInto("labels")
        .values({ ...label, name: "prod", release_id: served.firstId, sequence: 1 })
        .execute(),
    );
    if (engine === "sqlite") {
      await attempt(story, "replaced", /never deleted|begins at/, (tx) =>
        sql`insert or replace into labels values (${label.organization_id}, ${label.resource_id}, 'production', ${served.firstId}, 1)`.execute(
          tx,
        ),
      );
    }
  });

  it("I19 lets no row point into another organization", async () => {
    const story = await startStory(engine);
    const { served, open } = await proposed(story);
    const rival = (await foundTestOrganization(story.server, "Rival", "owner@rival.test")).me;
    const organization_id = rival.organization.id;
    const rivals = rival.principal.id;
    const at = "2030-01-01T00:00:00.000Z";
    const { db } = story.server.environment;
    const own = (table: string, values: Readonly<Record<string, string | number | null>>) => (tx: Tx) => {
      const columns = sql.join(Object.keys(values).map((name) => sql.id(name)));
      return sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(values))})`.execute(tx);
    };
    const binding = {
      organization_id,
      id: "bnd_forged",
      principal_id: rivals,
      role_id: "organization.owner",
      scope_id: organization_id,
      granted_by: rivals,
      granted_at: at,
    };
    const attempts: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
      "a binding at another's scope": own("bindings", { ...binding, scope_id: story.production }),
      "a binding for another's member": own("bindings", { ...binding, principal_id: story.viewer.me.principal.id }),
      "a binding by another's member": own("bindings", { ...binding, granted_by: story.owner.me.principal.id }),
      "a workspace below another's": own("scopes", {
        organization_id,
        id: "scp_forged",
        type: "workspace",
        parent_id: story.organizationId,
        name: "forged",
        path: "",
        created_at: at,
        created_by: rivals,
      }),
      "a review of another's request": own("reviews", {
        ...reviewOf(story, { served, open, otherVersion: { id: "", digest: "" } }),
        organization_id,
        principal_id: rivals,
      }),
      "a label on another's release": own("labels", {
        organization_id,
        resource_id: served.resourceId,
        name: "production",
        release_id: served.currentId,
        sequence: 1,
      }),
      "a release of another's version": own("releases", {
        ...releaseAfter(story, { served, open, otherVersion: { id: "", digest: "" } }),
        organization_id,
        kind: "unprotected",
        sequence: 1,
        released_by: rivals,
      }),
      "a push of another's version": own("request_pushes", {
        organization_id,
        request_id: open.id,
        number: 9,
        source_version_id: open.versionId,
        source_scope_id: served.resourceId,
        digest: open.digest,
        base_sequence: 0,
        reason: "push",
        pushed_by: rivals,
        pushed_at: at,
        content: "{}",
        expanded: "{}",
        closure: "[]",
      }),
      "a key of another's member": own("keys", {
        organization_id,
        id: "key_forged",
        principal_id: story.owner.me.principal.id,
        name: "forged",
        prefix: "forged",
        secret_hash: "",
        permissions: "0",
        scope_ids: "[]",
        created_by: rivals,
        created_at: at,
      }),
    };
    for (const [title, work] of Object.entries(attempts)) {
      await attempt(story, title, /FOREIGN KEY|foreign key|begins at|address|needs/, work);
    }
    await attempt(story, "a binding of one's own", /It was done/, own("bindings", binding));
    // Whatever points at a row of an organization names the organization with it.
    const { rows } = await (engine === "sqlite"
      ? sql<{ readonly name: string; readonly columns: string }>`
          select m.name || ' to ' || f."table" as name, group_concat(f."from") as columns
          from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table' group by m.name, f.id`
      : sql<{ readonly name: string; readonly columns: string }>`
          select c.conrelid::regclass || ' to ' || c.confrelid::regclass as name, string_agg(a.attname, ',') as columns
          from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
          where c.contype = 'f' group by c.oid, c.conrelid, c.confrelid`
    ).execute(db);
    expect(rows.length).toBeGreaterThan(50);
    const alone = rows.filter(({ columns }) => !columns.includes("organization_id")).map(({ name }) => name);
    expect([...new Set(alone)].sort()).toEqual([
      // The keys that sign are the server's, for all of its organizations.
      "audit_checkpoints to signing_keys",
      "auth_account to auth_user",
      "auth_session to auth_user",
      "principals to users",
      "release_signatures to signing_keys",
    ]);
  });

  it("I12 changes and deletes nothing that is written once", async () => {
    const story = await startStory(engine);
    await proposed(story);
    const restriction = await story.owner.api.restriction.create.mutate({
      scopeId: story.production,
      permissions: ["prompt:delete"],
      reason: "kept",
    });
    await story.owner.api.restriction.lift.mutate({ restrictionId: restriction.id });
    await writeTermsDown(story);
    const columns = {
      versions: "content",
      releases: "reason",
      reviews: "body",
      policy_versions: "requirements",
      audit_events: "bytes",
      request_pushes: "content",
      request_contributors: "reason",
      request_policies: "policy_id",
      access_openings: "opened_at",
      release_signatures: "statement",
      check_reports: "outcome",
      policy_trials: "blockers",
      policy_proposal_reviews: "verdict",
    } as const;
    for (const [table, column] of Object.entries(columns)) {
      const rows = await sql<{ readonly n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
        story.server.environment.db,
      );
      expect(Number(rows.rows[0]?.n), `rows of ${table}`).toBeGreaterThan(0);
      await attempt(story, `update of ${table}`, /written once/, (tx) =>
        sql`update ${sql.table(table)} set ${sql.id(column)} = 'forged'`.execute(tx),
      );
      await attempt(story, `update of ${table} to what it is`, /written once/, (tx) =>
        sql`update ${sql.table(table)} set ${sql.id(column)} = ${sql.id(column)}`.execute(tx),
      );
      await attempt(story, `deletion from ${table}`, /written once/, (tx) =>
        sql`delete from ${sql.table(table)}`.execute(tx),
      );
      if (engine === "sqlite") {
        await attempt(story, `replacement in ${table}`, /written once|next|sequence|approvals|needs a request/, (tx) =>
          sql`insert or replace into ${sql.table(table)} select * from ${sql.table(table)}`.execute(tx),
        );
      } else {
        await attempt(story, `truncation of ${table}`, /written once|permission denied|must be owner/, (tx) =>
          sql`truncate ${sql.table(table)} cascade`.execute(tx),
        );
      }
    }
    await attempt(story, "an audit event that leaves a gap", /next number/, async (tx) => {
      await sql`insert into audit_events (chain, seq, bytes, hash, id, at, action, outcome)
        select chain, seq + 2, bytes, hash, 'evt_forged', at, action, outcome from audit_events
        where chain = ${story.organizationId} order by seq desc limit 1`.execute(tx);
    });
    expect(await story.owner.api.audit.verify.query({})).toMatchObject({ intact: true });
  });

  it("I12 I17 moves no label to a release without a signature, and keeps the keys that signed", async () => {
    const story = await startStory(engine);
    const there = await proposed(story);
    const { served } = there;
    // Of a label that no policy protects, so that no other guard speaks first.
    await attempt(story, "a withdrawal that nobody signed", /a release that is signed/, async (tx) => {
      const withdrawn = { kind: "withdrawn", version_id: null, digest: null, request_id: null } as const;
      await tx
        .insertInto("releases")
        .values({ ...releaseAfter(story, there), ...withdrawn, label: "canary", sequence: 2 })
        .execute();
      await tx
        .updateTable("labels")
        .set({ release_id: "rel_forged", sequence: 2 })
        .where("resource_id", "=", served.resourceId)
        .where("name", "=", "canary")
        .execute();
    });
    const changes: Readonly<Record<string, RegExp>> = {
      "update signing_keys set x = 'forged'": /set once/,
      "update signing_keys set valid_from = '2000-01-01T00:00:00.000Z'": /set once/,
      "update signing_keys set valid_from = null": /set once/,
      "delete from signing_keys": /never deleted/,
    };
    for (const [statement, message] of Object.entries(changes)) {
      await attempt(story, statement, message, (tx) => sql.raw(statement).execute(tx));
    }
    await attempt(story, "a key that comes back", /set once/, async (tx) => {
      await sql`update signing_keys set valid_until = '2030-01-01T00:00:00.000Z'`.execute(tx);
      await sql`update signing_keys set valid_until = null`.execute(tx);
    });
  });
});

it("I10 I12 I17 the application's role on PostgreSQL cannot switch the guards off or step around them", async () => {
  const story = await startStory("postgres");
  const statements: readonly (readonly [statement: string, message: RegExp])[] = [
    ["alter table releases disable trigger all", /must be owner/],
    ["alter table releases disable trigger guard_release_request", /must be owner/],
    ["drop trigger guard_release_request on releases", /must be owner/],
    ["drop function guard_release_request() cascade", /must be owner/],
    [
      "create or replace function guard_release_request() returns trigger language plpgsql as 'begin return new; end'",
      /must be owner|permission denied/,
    ],
    ["set session_replication_role = replica", /permission denied/],
    ["truncate audit_events", /permission denied|written once/],
    ["drop table audit_events", /must be owner/],
    ["create table loose (id text)", /permission denied/],
    ["create rule loose as on insert to releases do instead nothing", /must be owner/],
    ["alter table releases rename to released", /must be owner/],
    ["set role postgres", /permission denied/],
  ];
  for (const [statement, message] of statements) {
    await attempt(story, statement, message, (tx) => sql.raw(statement).execute(tx));
  }
});

it("I17 a temporary table cannot stand in for one that the guards look at", async () => {
  // Guards that looked tables up by the session's search path read a forged, temporary `reviews` instead of the true
  // one: on an ordinary PostgreSQL everybody may make temporary tables, and they are looked at first.
  const story = await startStory("postgres");
  const there = await proposed(story);
  await allowTemporaryTables(story);
  const release = { ...releaseAfter(story, there), request_id: there.open.id };
  const forgery = (name: string, message: RegExp, work: (tx: Tx) => Promise<unknown>) =>
    attempt(story, `a temporary ${name}`, message, async (tx) => {
      await sql`create temp table ${sql.id(name)} (like ${sql.table(`public.${name}`)}) on commit drop`.execute(tx);
      await work(tx);
    });
  await forgery("reviews", /approvals/, async (tx) => {
    await tx.insertInto("reviews").values(reviewOf(story, there)).execute();
    await sql`insert into public.releases select (jsonb_populate_record(null::public.releases, ${JSON.stringify(release)}::jsonb)).*`.execute(
      tx,
    );
  });
  for (const name of ["policies", "policy_versions", "request_policies", "request_contributors"]) {
    await forgery(name, /approvals/, (tx) => tx.insertInto("releases").values(release).execute());
  }
  await forgery("policies", /reviewed releases alone/, (tx) =>
    tx
      .insertInto("releases")
      .values({ ...release, kind: "unprotected", request_id: null })
      .execute(),
  );
});

/** As an ordinary installation does, where nobody has revoked it. */
async function allowTemporaryTables(story: Story): Promise<void> {
  const { rows } = await sql<{ readonly name: string }>`select current_database() as name`.execute(
    story.server.environment.db,
  );
  const superuser = openPool(inject("postgresUrl"), 1);
  try {
    await superuser.query(`grant temporary on database "${rows[0]?.name ?? ""}" to public`);
  } finally {
    await superuser.end();
  }
}

interface Proposed {
  readonly served: {
    readonly resourceId: string;
    readonly requestId: string;
    readonly firstId: string;
    readonly currentId: string;
    readonly unprotectedId: string;
    readonly digest: string;
    readonly sequence: number;
    readonly versionId: string;
  };
  readonly open: { readonly id: string; readonly digest: string; readonly versionId: string };
  readonly otherVersion: { readonly id: string; readonly digest: string };
}

/** Two approved releases, an unprotected label beside, and an open request for a version of the target itself. */
async function proposed(story: Story): Promise<Proposed> {
  const { engineer, reviewer, publisher, owner, organizationId, production } = story;
  const holder = { type: "principal", id: engineer.me.principal.id } as const;
  await owner.api.binding.create.mutate({ holder, roleId: "workspace.editor", scopeId: production });
  const drafts = await draft(story, "guarded", ["one", "two"]);
  const releases = [];
  for (const sourceVersionId of drafts) {
    const request = await engineer.api.request.open.mutate({
      sourceVersionId,
      targetWorkspaceId: production,
      label: "production",
    });
    await reviewer.api.request.review.mutate({ requestId: request.id, verdict: "approve", digest: request.digest });
    const published = await publisher.api.request.publish.mutate({ requestId: request.id, digest: request.digest });
    releases.push({ ...published.release, requestId: request.id });
  }
  const [first, current] = releases;
  if (first === undefined || current === undefined) throw new Error(`${organizationId} has too few releases.`);
  const { resourceId } = current;
  const unprotected = await owner.api.release.create.mutate({
    resourceId,
    label: "canary",
    versionId: first.versionId ?? "",
  });
  const save = (text: string) =>
    engineer.api.version.create.mutate({
      resourceId,
      content: { type: "text", syntax: "plain", text, variables: [] },
      force: true,
    });
  const version = await save("three");
  const otherVersion = await save("four");
  const open = await engineer.api.request.open.mutate({
    sourceVersionId: version.id,
    targetWorkspaceId: production,
    label: "production",
  });
  return {
    served: {
      resourceId,
      requestId: current.requestId,
      firstId: first.id,
      currentId: current.id,
      unprotectedId: unprotected.id,
      digest: current.digest ?? "",
      sequence: current.sequence,
      versionId: current.versionId ?? "",
    },
    open: { id: open.id, digest: open.digest, versionId: version.id },
    otherVersion: { id: otherVersion.id, digest: otherVersion.digest },
  };
}

type ReleaseValues = ReturnType<typeof releaseAfter>;

/** The next release of the address, serving the version that the open request proposes. */
function releaseAfter(story: Story, { served, open }: Proposed) {
  return {
    organization_id: story.organizationId,
    id: "rel_forged",
    resource_id: served.resourceId,
    target_workspace_id: story.production,
    target_path: "guarded",
    label: "production",
    sequence: served.sequence + 1,
    kind: "approved" as "approved" | "gradual" | "unprotected" | "adopted" | "rollback" | "withdrawn",
    version_id: open.versionId as string | null,
    digest: open.digest as string | null,
    serves: "[]",
    request_id: null as string | null,
    rollback_to_id: null as string | null,
    policy_versions: "[]",
    reviews: "[]",
    released_by: story.owner.me.principal.id,
    key_id: null,
    reason: "",
    revision: 1,
    created_at: "2030-01-01T00:00:00.000Z",
  };
}

/** A reviewer's approval of the open request, as only the service may write it. */
function reviewOf(story: Story, { served, open }: Proposed) {
  return {
    organization_id: story.organizationId,
    id: "rev_forged",
    request_id: open.id,
    number: 1,
    principal_id: story.reviewer.me.principal.id,
    verdict: "approve" as "approve" | "request_changes",
    digest: open.digest,
    closure_digest: null,
    target_workspace_id: story.production,
    target_path: "guarded",
    label: "production",
    base_release_id: served.currentId as string | null,
    body: "",
    revision: 1,
    created_at: "2030-01-01T00:00:00.000Z",
  };
}

/** Does it in a transaction that is rolled back whatever happens; it must be refused with the message. */
async function attempt(
  story: Story,
  title: string,
  message: RegExp,
  work: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const outcome = await story.server.environment.db
    .transaction()
    .execute(async (tx) => {
      await work(tx);
      throw new Error("It was done.");
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  expect(outcome, title).toMatch(message);
}

/** A report of a check, a release that a policy would have held up, and an approval of a loosening. */
async function writeTermsDown(story: Story): Promise<void> {
  const { server, owner, engineer, reviewer, publisher, production } = story;
  const account = await owner.api.serviceAccount.create.mutate({ name: "checks", homeScopeId: production });
  await owner.api.binding.create.mutate({
    holder: { type: "principal", id: account.id },
    roleId: "workspace.viewer",
    scopeId: production,
  });
  const { secret } = await owner.api.key.create.mutate({ name: "checks", principalId: account.id });
  const one = { type: "role", roleId: "workspace.reviewer", count: 1 } as const;
  const made = { scopeId: production, labelPattern: "termed", requirements: [one] };
  const check = { name: "eval", serviceAccountId: account.id, validHours: null };
  await owner.api.policy.create.mutate({ ...made, name: "Checked", terms: { checks: [check] } });
  await owner.api.policy.create.mutate({
    ...made,
    name: "Tried",
    mode: "evaluate",
    requirements: [{ ...one, count: 2 }],
  });
  const [versionId = ""] = await draft(story, "termed", ["termed"]);
  const { id: requestId, digest } = await engineer.api.request.open.mutate({
    sourceVersionId: versionId,
    targetWorkspaceId: production,
    label: "termed",
  });
  await withKey(server, secret).request.reportCheck.mutate({ requestId, name: "eval", digest, outcome: "passed" });
  await reviewer.api.request.review.mutate({ requestId, verdict: "approve", digest });
  await publisher.api.request.publish.mutate({ requestId, digest });
  const loosened = await owner.api.policy.create.mutate({ ...made, labelPattern: "loosened", name: "Loosened" });
  const { proposal } = await owner.api.policy.delete.mutate({ policyId: loosened.id, reason: "in the way" });
  await reviewer.api.policy.approve.mutate({ proposalId: proposal?.id ?? "", approves: true });
}
