import type { JsonValue } from "@countersign/core";
import fc from "fast-check";
import type { CountersignServer } from "../../src/compose.ts";
import { rawCall } from "../attack/raw-call.ts";
import { textPrompt } from "../fixtures/story.ts";
import { type Remembered, readHistory } from "./history-reader.ts";
import { cast, type HistoryStart } from "./history-world.ts";

/** What a history knows: everything that there was to begin with and everything that it made. */
export interface Known {
  readonly versionIds: string[];
  readonly requests: { readonly id: string; digest: string }[];
  readonly trees: { readonly id: string; digest: string }[];
  readonly releaseIds: string[];
  readonly bindingIds: string[];
  remembered: Remembered | null;
}

/** The server of a history, and how often each procedure was answered in all of them. */
interface History {
  readonly server: CountersignServer;
  readonly start: HistoryStart;
  readonly answered: Map<string, number>;
}

/** Somebody calls something; afterwards the rows say whether all still holds. */
class Call implements fc.AsyncCommand<Known, History> {
  readonly #actor: (typeof cast)[number];
  readonly #action: keyof typeof actions;
  readonly #picks: readonly number[];

  constructor(actor: (typeof cast)[number], action: keyof typeof actions, picks: readonly number[]) {
    this.#actor = actor;
    this.#action = action;
    this.#picks = picks;
  }

  check(): boolean {
    return true;
  }

  async run(known: Known, history: History): Promise<void> {
    const { server, start, answered } = history;
    const made = actions[this.#action](known, start, this.#picks);
    if (made === null) return;
    const [procedure, input] = made;
    const { cookie } = start.people[this.#actor];
    const answer = await rawCall(server, procedure, input, { "x-countersign-client": "1", cookie });
    if (answer.outcome === "internal") throw new Error(`${this} broke the server: ${answer.body}`);
    const { wrong, now } = await readHistory(server, start.organizationId, known.remembered);
    const faults = [...wrong];
    if (known.remembered !== null && answer.outcome !== "answered") {
      if (now.state !== known.remembered.state) faults.push("I11: a refused call changed something");
      const folds = await server.environment.db.selectFrom("audit_folds").select("fingerprint").execute();
      if (now.events === known.remembered.events && folds.length === 0)
        faults.push("I11: a refused call left no event");
    }
    if (
      answer.outcome === "answered" &&
      now.events === known.remembered?.events &&
      now.state !== known.remembered.state
    ) {
      faults.push("I11: a change left no event");
    }
    if (faults.length > 0) throw new Error(`after ${this}: ${faults.join("; ")}`);
    known.remembered = now;
    if (answer.outcome !== "answered") return;
    answered.set(procedure, (answered.get(procedure) ?? 0) + 1);
    learn(known, procedure, answer.result);
  }

  toString(): string {
    return `${this.#actor}.${this.#action}(${this.#picks.join(",")})`;
  }
}

const prompt = (start: HistoryStart, pick = 0) => start.promptIds[pick % start.promptIds.length] ?? "";
/** Mostly the newest, now and then one of the two before. */
const one = <T>(list: readonly T[], pick = 0): T | undefined =>
  list.at(-1 - (pick % 5 < 3 ? 0 : pick % Math.max(1, Math.min(list.length, 3))));
const ofRequest = (known: Known, pick: number | undefined) => one(known.requests, pick);

type Made = readonly [procedure: string, input: JsonValue] | null;

/** What may be tried: how each call is made from what is known and three numbers. */
const actions = {
  save: (_, start, [at = 0, text = 0]): Made => [
    "version.create",
    { resourceId: prompt(start, at), content: textPrompt(`text ${text % 4}`), force: true },
  ],
  open: (known, start, [at]): Made => [
    "request.open",
    { sourceVersionId: one(known.versionIds, at) ?? "", targetWorkspaceId: start.workspaceId, label: "production" },
  ],
  push: (known, _, [at, which]): Made => {
    const request = ofRequest(known, which);
    return request === undefined
      ? null
      : ["request.push", { requestId: request.id, sourceVersionId: one(known.versionIds, at) ?? "" }];
  },
  approve: (known, _, [at]): Made => {
    const request = ofRequest(known, at);
    return request === undefined
      ? null
      : ["request.review", { requestId: request.id, digest: request.digest, verdict: "approve" }];
  },
  object: (known, _, [at]): Made => {
    const request = ofRequest(known, at);
    return request === undefined
      ? null
      : ["request.review", { requestId: request.id, digest: request.digest, verdict: "request_changes" }];
  },
  rebase: (known, _, [at]): Made => {
    const request = ofRequest(known, at);
    return request === undefined ? null : ["request.rebase", { requestId: request.id }];
  },
  reject: (known, _, [at]): Made => {
    const request = ofRequest(known, at);
    return request === undefined ? null : ["request.reject", { requestId: request.id, reason: "no" }];
  },
  publish: (known, _, [at]): Made => {
    const request = ofRequest(known, at);
    return request === undefined ? null : ["request.publish", { requestId: request.id, digest: request.digest }];
  },
  release: (known, start, [at, which, label = 0]): Made => [
    "release.create",
    {
      resourceId: prompt(start, which),
      label: label % 3 === 0 ? "production" : "canary",
      versionId: one(known.versionIds, at) ?? "",
    },
  ],
  rollback: (known, start, [at = 0, which = 0]): Made => [
    "release.rollback",
    {
      resourceId: prompt(start, which % 2),
      label: "production",
      toReleaseId: (at % 3 === 0 ? one(known.releaseIds, at) : start.releaseIds[which % 2]) ?? "",
      reason: "back",
    },
  ],
  openMove: (_, start, [at = 0, to = 0, name = 0]): Made => [
    "treeRequest.open",
    { change: { type: "move", scopeId: prompt(start, at), parentId: placeOf(start, to), name: `name-${name % 3}` } },
  ],
  openOther: (_, start, [at = 0, what = 0]): Made => {
    const scopeId = at % 4 === 3 ? placeOf(start, what) : prompt(start, at);
    const change: JsonValue =
      what % 3 === 0
        ? { type: "archive", scopeId }
        : what % 3 === 1
          ? { type: "restore", scopeId }
          : { type: "withdraw", scopeId, label: "production" };
    return ["treeRequest.open", { change }];
  },
  approveTree: (known, _, [at]): Made => {
    const tree = one(known.trees, at);
    return tree === undefined
      ? null
      : ["treeRequest.review", { requestId: tree.id, digest: tree.digest, verdict: "approve" }];
  },
  rebaseTree: (known, _, [at]): Made => {
    const tree = one(known.trees, at);
    return tree === undefined ? null : ["treeRequest.rebase", { requestId: tree.id }];
  },
  publishTree: (known, _, [at]): Made => {
    const tree = one(known.trees, at);
    return tree === undefined ? null : ["treeRequest.publish", { requestId: tree.id, digest: tree.digest }];
  },
  move: (_, start, [at = 0, to = 0, name = 0]): Made => [
    "resource.move",
    { resourceId: prompt(start, at), folderId: start.folderIds[to % 3] ?? null, name: `name-${name % 3}` },
  ],
  renameFolder: (_, start, [at = 0, name = 0]): Made => [
    "folder.rename",
    { folderId: start.folderIds[at % 2] ?? "", name: `folder-${name % 3}` },
  ],
  archive: (_, start, [at]): Made => ["resource.archive", { resourceId: prompt(start, at) }],
  restore: (_, start, [at]): Made => ["resource.restore", { resourceId: prompt(start, at) }],
  bind: (_, start, [who = 0, role = 0]): Made => [
    "binding.create",
    {
      holder: { type: "principal", id: start.people[cast[who % cast.length] ?? "viewer"].id },
      roleId: ["workspace.reviewer", "workspace.editor", "workspace.publisher"][role % 3] ?? "",
      scopeId: start.workspaceId,
    },
  ],
  unbind: (known, _, [at]): Made => ["binding.delete", { bindingId: one(known.bindingIds, at) ?? "" }],
  suspend: (_, start, [who = 0]): Made => [
    "member.suspend",
    { memberId: start.people[cast[who % cast.length] ?? "viewer"].id, reason: "away" },
  ],
  reactivate: (_, start, [who = 0]): Made => [
    "member.reactivate",
    { memberId: start.people[cast[who % cast.length] ?? "viewer"].id },
  ],
  tighten: (_, start): Made => [
    "policy.update",
    { policyId: start.policyId, requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }] },
  ],
  protect: (_, start): Made => [
    "policy.create",
    {
      scopeId: start.workspaceId,
      name: "Canaries",
      labelPattern: "canary",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    },
  ],
} satisfies Record<string, (known: Known, start: HistoryStart, picks: readonly number[]) => Made>;

/** Who does a thing most often; anybody else tries it now and then. */
const usual: Partial<Record<keyof typeof actions, readonly (typeof cast)[number][]>> = {
  save: ["editor", "editor", "mover"],
  open: ["editor", "mover"],
  push: ["editor"],
  approve: ["reviewer", "second"],
  object: ["reviewer"],
  rebase: ["editor"],
  reject: ["second"],
  publish: ["publisher"],
  release: ["publisher", "mover"],
  rollback: ["publisher"],
  openMove: ["mover"],
  openOther: ["mover"],
  approveTree: ["reviewer", "second"],
  rebaseTree: ["mover"],
  publishTree: ["publisher", "mover"],
  move: ["mover"],
  renameFolder: ["mover"],
  archive: ["mover"],
  restore: ["mover"],
};

/** How often each is tried, where it is not once. */
const weights: Partial<Record<keyof typeof actions, number>> = {
  open: 4,
  approve: 6,
  publish: 6,
  rollback: 2,
  openMove: 3,
  approveTree: 5,
  publishTree: 5,
  save: 2,
};

/** A history: up to so many calls by anybody. */
export function aHistory(length: number) {
  const names = Object.keys(actions) as (keyof typeof actions)[]; // the keys of this very table
  const calls = names.flatMap((action) => {
    const by = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...(usual[action] ?? ["owner"])) },
      { weight: 1, arbitrary: fc.constantFrom(...cast) },
    );
    const call = fc
      .tuple(by, fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }))
      .map(([actor, picks]) => new Call(actor, action, picks));
    return Array.from({ length: weights[action] ?? 1 }, () => call);
  });
  return fc.commands(calls, { maxCommands: length, size: "max" });
}

function placeOf(start: HistoryStart, pick: number): string {
  return [...start.folderIds, start.workspaceId][pick % 3] ?? "";
}

function learn(known: Known, procedure: string, result: unknown): void {
  const id = text(result, "id");
  if (id === null) return;
  const digest = text(result, "digest") ?? "";
  if (procedure === "version.create") known.versionIds.push(id);
  if (procedure === "binding.create") known.bindingIds.push(id);
  if (procedure.startsWith("release.")) known.releaseIds.push(id);
  for (const [prefix, list] of [
    ["request.", known.requests],
    ["treeRequest.", known.trees],
  ] as const) {
    if (!procedure.startsWith(prefix)) continue;
    const request = list.find((known) => known.id === id);
    if (request === undefined) list.push({ id, digest });
    else request.digest = digest;
  }
  if (typeof result === "object" && result !== null && "release" in result) {
    const release = text(result.release, "id");
    if (release !== null) known.releaseIds.push(release);
  }
}

function text(value: unknown, name: string): string | null {
  const found =
    typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name) : undefined;
  return typeof found?.[1] === "string" ? found[1] : null;
}
