import {
  type AccessState,
  type AuditAction,
  isCountersignError,
  judge,
  type judgeMove,
  keepsOwner,
  type Refusal,
  type ScopeNode,
} from "@countersign/core";
import { readAccessState } from "../access/access-state-store.ts";
import { appendToChain, type EventDraft } from "../audit/audit-store.ts";
import { withAddress } from "../audit/client-address.ts";
import { recordRefusal } from "../audit/refusal-recorder.ts";
import { behind } from "../http/seen-revision.ts";
import type { Actor, CallFrame } from "./actor.ts";
import type { Environment } from "./environment.ts";
import { type OrganizationLock, readOrganization, writeRevision } from "./organization-store.ts";
import { decideRequirement, locateTarget, Reading, type ReadingParts } from "./reading.ts";
import { notFound, refuse } from "./refuse.ts";
import type { ForHolders, ForMembers, Located } from "./requirement.ts";

/** What an event says beside who, when and where. */
export type Fact = Omit<EventDraft, "outcome" | "actor" | "requestId">;

/**
 * One change under way: a {@link Reading} whose transaction writes. Its events are appended when the work is done, in
 * the same transaction, so that a change and its event commit together.
 */
export class Command extends Reading {
  readonly #facts: Fact[] = [];
  #accessChanged = false;

  /** Notes what was done. */
  record(fact: Fact): void {
    this.#facts.push(fact);
  }

  get facts(): readonly Fact[] {
    return this.#facts;
  }

  get accessChanged(): boolean {
    return this.#accessChanged;
  }

  /**
   * Writes what changes access, membership or the tree, then judges the change by its effect: what anybody gains by it
   * must lie within what the actor may grant, and an owner who counts must be left. A move is judged by `judgeMove`
   * instead: what others have at its destination is the destination's matter. Needs the exclusive lock.
   */
  async changeAccess<T>(write: () => Promise<T>, rule: typeof judge | typeof judgeMove = judge): Promise<T> {
    const before = this.access;
    const result = await write();
    const revision = await this.raiseRevision(true);
    const after = await readAccessState(this.tx, this.organizationId, revision);
    const judged = rule(before, after, this.asker, this.now);
    if (!judged.ok) refuse(judged.error);
    const owned = keepsOwner(after, this.now);
    if (!owned.ok) refuse(owned.error);
    this.access = after;
    return result;
  }

  /**
   * Puts a new scope into the tree. It is empty and no binding, restriction or key can name it yet, so everybody has
   * there what he inherits and nobody gains anything: nothing is left to be judged. Needs the exclusive lock.
   */
  async growTree(node: ScopeNode, write: () => Promise<void>): Promise<void> {
    const { access } = this;
    if (access.scopes.has(node.id) || node.parentId === null || !access.scopes.has(node.parentId)) {
      throw new Error(`The scope ${node.id} is no new scope below one that exists.`);
    }
    await write();
    const revision = await this.raiseRevision(true);
    this.access = { ...access, revision, scopes: new Map([...access.scopes, [node.id, node]]) };
  }

  /**
   * Does a part of the change on the authority of another principal, as it is now: what he may not do is refused, and what
   * is gained by it is judged as his gift. The events stay the actor's.
   */
  async onAuthorityOf<T>(
    principal: { readonly id: string; readonly type: Actor["type"] },
    work: (command: Command) => Promise<T>,
  ): Promise<T> {
    const { environment, tx, frame, now, organizationId, organization, state } = this;
    const actor = { organizationId, principalId: principal.id, type: principal.type, keyId: null, keyExpiresAt: null };
    const part = new Command({ environment, tx, actor, frame, now, organization, state });
    const result = await work(part);
    this.snapshot = part.snapshot;
    this.access = part.access;
    this.#facts.push(...part.#facts);
    this.#accessChanged ||= part.#accessChanged;
    return result;
  }

  /** Raises the organization's revision for what decisions do not depend on, a release above all. Needs the exclusive lock. */
  async raiseRevision(access = false): Promise<number> {
    const revision = this.snapshot.revision + 1;
    await writeRevision(this.tx, this.organizationId, revision, access);
    this.snapshot = { ...this.snapshot, revision, accessRevision: access ? revision : this.snapshot.accessRevision };
    if (access) this.#accessChanged = true;
    return revision;
  }
}

/** What one kind of change declares. */
export interface CommandDefinition<Input, Output> {
  readonly action: AuditAction;
  readonly requires: ForMembers | ForHolders<Input>;
  readonly lock: Exclude<OrganizationLock, "none">;
  readonly work: (command: Command, input: Input) => Promise<Output>;
}

/** How a change that is asked for again is answered. */
export interface Repetition<Output> {
  /** What the first call was answered, where the thing that it was about is gone and the answer says nothing of it. */
  readonly recall: (command: Command) => Promise<Output | null>;
  /** Does the work, or answers as the first call was answered. */
  readonly answerOnce: (command: Command, work: () => Promise<Output>) => Promise<Output>;
}

/** For changes that carry no idempotency key. */
const neverRepeated = {
  recall: () => Promise.resolve(null),
  answerOnce: <Output>(_command: Command, work: () => Promise<Output>): Promise<Output> => work(),
};

/**
 * Runs one change: locks, reads the time, decides, works, appends the events, commits. A refusal is rolled back and then
 * recorded alone, before it is thrown on.
 */
export async function execute<Input, Output>(
  environment: Environment,
  actor: Actor,
  frame: CallFrame,
  definition: CommandDefinition<Input, Output>,
  input: Input,
  repetition: Repetition<Output> = neverRepeated,
): Promise<Output & { readonly revision: number }> {
  const seen: { located: Located | null; changed: AccessState | null; events: number } = {
    located: null,
    changed: null,
    events: 0,
  };
  try {
    const answer = await environment.db.transaction().execute(async (tx) => {
      const command = new Command(await openParts(environment, tx, actor, frame, definition.lock));
      const located = await locateTarget(command, definition.requires, input);
      if (located === "missing") {
        const known = await repetition.recall(command);
        if (known !== null) return { ...known, revision: command.organization.revision };
      } else {
        seen.located = located;
      }
      decideRequirement(command, definition.requires, located);
      const output = await repetition.answerOnce(command, () => definition.work(command, input));
      await appendToChain(
        {
          tx,
          engine: environment.engine,
          chain: command.organizationId,
          revision: command.organization.revision,
          now: command.now,
        },
        command.facts.map((fact) => ({
          ...fact,
          texts: withAddress(frame, fact.texts),
          actor: { type: actor.type, principalId: actor.principalId, keyId: actor.keyId },
          outcome: { outcome: "done" as const },
          requestId: frame.requestId,
        })),
      );
      if (command.accessChanged) seen.changed = command.state;
      seen.events = command.facts.length;
      return { ...output, revision: command.organization.revision };
    });
    environment.ear.committed(actor.organizationId);
    if (seen.changed !== null) environment.accessStates.committed(seen.changed);
    environment.sealing.noted(actor.organizationId, seen.events);
    return answer;
  } catch (error) {
    if (isCountersignError(error)) {
      await recordRefusal(environment, frame, {
        actor,
        action: definition.action,
        target: targetOf(seen.located),
        refusal: error.toRefusal(),
      });
    }
    throw error;
  }
}

/** Runs one look: a read-only transaction on one snapshot, and the declared decision. */
export async function look<Input, Output>(
  environment: Environment,
  actor: Actor,
  frame: CallFrame,
  requirement: ForMembers | ForHolders<Input>,
  input: Input,
  work: (reading: Reading, input: Input) => Promise<Output>,
): Promise<Output> {
  return onSnapshot(environment, async (tx) => {
    const reading = new Reading(await openParts(environment, tx, actor, frame, "none"));
    decideRequirement(reading, requirement, await locateTarget(reading, requirement, input));
    return work(reading, input);
  });
}

/** One organization on one snapshot, for several actors. */
export interface SharedLook {
  readonly tx: ReadingParts["tx"];
  readonly organization: ReadingParts["organization"];
  readonly now: string;
  /**
   * What one of them sees. Not to be kept.
   *
   * @throws the refusal `unauthenticated` where he may act no more
   */
  readonly readingOf: (actor: Actor, frame: CallFrame) => Reading;
}

/** Runs one look on behalf of many: a read-only transaction on one snapshot, in which each is decided by himself. */
export async function lookForMany<Output>(
  environment: Environment,
  organizationId: string,
  work: (shared: SharedLook) => Promise<Output>,
): Promise<Output> {
  return onSnapshot(environment, async (tx) => {
    const opened = await openOrganization(environment, tx, organizationId, "none");
    const { organization, now, state } = opened;
    const readingOf = (actor: Actor, frame: CallFrame): Reading => {
      if (actor.organizationId !== organization.id) refuse(notFound);
      assertNotBehind(frame, organization);
      assertStillValid(state, actor, now);
      return new Reading({ environment, tx, actor, frame, ...opened });
    };
    return work({ tx, organization, now, readingOf });
  });
}

function onSnapshot<Output>(
  environment: Environment,
  work: (tx: ReadingParts["tx"]) => Promise<Output>,
): Promise<Output> {
  const begin = environment.db.transaction().setAccessMode("read only");
  const snapshot = environment.engine === "postgres" ? begin.setIsolationLevel("repeatable read") : begin;
  return snapshot.execute(work);
}

async function openParts(
  environment: Environment,
  tx: ReadingParts["tx"],
  actor: Actor,
  frame: CallFrame,
  lock: OrganizationLock,
): Promise<ReadingParts> {
  const opened = await openOrganization(environment, tx, actor.organizationId, lock);
  const { organization, now, state } = opened;
  assertNotBehind(frame, organization);
  assertStillValid(state, actor, now);
  environment.usage.principal(organization.id, actor.principalId, now);
  return { environment, tx, actor, frame, ...opened };
}

async function openOrganization(
  environment: Environment,
  tx: ReadingParts["tx"],
  organizationId: string,
  lock: OrganizationLock,
): Promise<Pick<ReadingParts, "organization" | "now" | "state">> {
  const organization = await readOrganization(tx, environment.engine, organizationId, lock);
  if (organization === null) refuse(notFound);
  const now = await environment.clock.inside(tx);
  const state = await environment.accessStates.at(tx, organization.id, organization.accessRevision);
  return { organization, now, state };
}

/** Nobody is answered from an older revision than he has seen. */
function assertNotBehind({ seenRevision }: CallFrame, { revision }: ReadingParts["organization"]): void {
  if (seenRevision !== null && revision < seenRevision) refuse(behind(seenRevision, revision));
}

/** Who was suspended, removed or lost his key between authentication and this transaction acts no more. */
function assertStillValid(state: AccessState, actor: Actor, now: string): void {
  const principal = state.principals.get(actor.principalId);
  const key = actor.keyId === null ? null : state.keys.get(actor.keyId);
  const ended = actor.keyExpiresAt !== null && actor.keyExpiresAt <= now;
  if (
    principal?.active === true &&
    !ended &&
    (key === null || (key?.active === true && key.principalId === principal.id))
  )
    return;
  refuse(noLongerValid);
}

const noLongerValid: Refusal = {
  code: "unauthenticated",
  message: "This sign-in or key is no longer valid.",
  remedy: "Sign in again, or use a key that is neither revoked nor expired.",
};

function targetOf(located: Located | null): { readonly type: string; readonly id: string | null } {
  return located === null ? { type: "unknown", id: null } : located.target;
}
