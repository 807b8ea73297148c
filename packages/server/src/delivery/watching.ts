import { isCountersignError, type Refusal } from "@countersign/core";
import { lookForMany, type SharedLook } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import { authenticate } from "../identity/authenticate.ts";
import { isServed } from "./served-address.ts";
import { type AddressFacts, readAddressFacts, readRevisions } from "./watch-store.ts";
import type { Watcher } from "./watcher.ts";

/** How often, in milliseconds, it is asked whether anything was committed to the organizations that somebody watches. */
const lookInterval = 50;

/** How many looks later everything is decided anew where no revision is: bindings and keys end by time. */
const looksToDecision = 10;

/** How many looks later a watcher is told that everything stands. */
const looksToSign = 40;

/** How many looks later what is watched counts as used. */
const looksToUse = 1_200;

/** Streams at most, of everybody and of one key or person. */
const mostStreams = 5_000;
const mostStreamsOfOne = 500;

/** Addresses at most, of all streams of one key or person: each is decided twice a second. */
const mostAddressesOfOne = 50_000;

/**
 * Watches addresses for clients that keep what they were served. Each is told what its addresses serve to it, decided by
 * the same function and on the same state as a fetch, after every commit and again as time passes: a release, a lost role,
 * a revoked or expired key reach it without being asked for. What cannot be decided is not confirmed.
 *
 * Nothing is kept of what was told but by the open stream itself: whoever comes again, here or at another node, says what
 * he holds. Nodes learn of each other's commits by the organization's revision.
 */
export class Watching {
  readonly #environment: Environment;
  readonly #organizations = new Map<string, Watched>();
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;
  #failing = false;
  #ended = false;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Streams that are open. */
  get size(): number {
    let size = 0;
    for (const { watchers } of this.#organizations.values()) size += watchers.size;
    return size;
  }

  /**
   * Decides for a new watcher and lets it in.
   *
   * @throws the refusal that a fetch of its actor would get, or `limit`
   */
  async admit(watcher: Watcher): Promise<ReadableStream<Uint8Array>> {
    const { organizationId } = watcher.actor;
    this.#assertRoom(watcher);
    const watched = this.#organizations.get(organizationId) ?? { watchers: new Set(), facts: null, mark: null };
    this.#organizations.set(organizationId, watched);
    watched.watchers.add(watcher);
    watched.facts = null;
    const stream = watcher.open();
    try {
      await lookForMany(this.#environment, organizationId, async (shared) => {
        const facts = await readAddressFacts(shared.tx, organizationId, watcher.addresses);
        this.#decide(shared, facts, [watcher], { always: true, counts: true }, (_, refusal) => refuse(refusal));
      });
    } catch (error) {
      this.leave(watcher);
      throw error;
    }
    this.#schedule();
    return stream;
  }

  /** The stream is gone. */
  leave(watcher: Watcher): void {
    const { organizationId } = watcher.actor;
    const watched = this.#organizations.get(organizationId);
    watched?.watchers.delete(watcher);
    if (watched?.watchers.size === 0) this.#organizations.delete(organizationId);
  }

  /** Ends every stream and lets nobody in any more. */
  end(): void {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { watchers } of this.#organizations.values()) for (const watcher of [...watchers]) watcher.close();
  }

  #assertRoom({ actor, owner, addresses }: Watcher): void {
    if (this.#ended) refuse(ending);
    if (this.size >= mostStreams) refuse(full);
    const ofOne = [...(this.#organizations.get(actor.organizationId)?.watchers ?? [])].filter(
      (one) => one.owner === owner,
    );
    if (ofOne.length >= mostStreamsOfOne) refuse(fullOfOne);
    const watched = ofOne.reduce((sum, one) => sum + one.addresses.length, addresses.length);
    if (watched > mostAddressesOfOne) refuse(fullOfAddresses);
  }

  #schedule(): void {
    if (this.#timer !== null || this.#ended || this.#organizations.size === 0) return;
    this.#timer = setTimeout(() => void this.#lookAgain(), lookInterval);
    this.#timer.unref();
  }

  /** A look that fails confirms nothing, so that clients go by what they were told before, for as long as they do. */
  async #lookAgain(): Promise<void> {
    try {
      await this.#look();
      this.#failing = false;
    } catch (cause) {
      if (!this.#failing && !this.#ended) {
        this.#environment.log({ level: "error", message: "What is watched could not be looked at.", cause });
      }
      this.#failing = true;
    }
    this.#timer = null;
    this.#schedule();
  }

  /** The database is asked only where something may have been committed, or everything is due. */
  async #look(): Promise<void> {
    this.#looks += 1;
    const { ear, db } = this.#environment;
    const due = this.#looks % looksToDecision === 0;
    const marks = new Map<string, number | null>();
    for (const [organizationId, watched] of this.#organizations) {
      const mark = ear.mark(organizationId);
      if (due || mark === null || mark !== watched.mark) marks.set(organizationId, mark);
    }
    if (marks.size === 0) return;
    const revisions = await db
      .transaction()
      .setAccessMode("read only")
      .execute((tx) => readRevisions(tx, [...marks.keys()]));
    const known = new Map(revisions.map(({ id, revision }) => [id, revision]));
    for (const [organizationId, mark] of marks) {
      const watched = this.#organizations.get(organizationId);
      if (watched === undefined) continue;
      const revision = known.get(organizationId);
      const moved = [...watched.watchers].some((watcher) => watcher.revision !== revision);
      if (moved || due) await this.#lookAt(organizationId, watched);
      watched.mark = mark;
    }
  }

  async #lookAt(organizationId: string, watched: Watched): Promise<void> {
    const watchers = [...watched.watchers];
    const manner = { always: this.#looks % looksToSign === 0, counts: this.#looks % looksToUse === 0 };
    if (manner.always) await this.#endSessions(watchers);
    try {
      await lookForMany(this.#environment, organizationId, async (shared) => {
        const facts = await factsOf(shared, watched, watchers);
        this.#decide(shared, facts, watchers, manner, (watcher, refusal) => watcher.end(refusal));
      });
    } catch (error) {
      // The organization is gone, and with it what anybody in it may.
      if (!isCountersignError(error)) throw error;
      for (const watcher of watchers) watcher.end(error.toRefusal());
    }
  }

  #decide(
    { organization, readingOf }: SharedLook,
    facts: Facts,
    watchers: readonly Watcher[],
    { always, counts }: { readonly always: boolean; readonly counts: boolean },
    refused: (watcher: Watcher, refusal: Refusal) => void,
  ): void {
    for (const watcher of watchers) {
      try {
        const reading = readingOf(watcher.actor, watcher.frame);
        const tags = watcher.addresses.map(({ label }, place) =>
          tagFor(reading, facts.get(watcher.keys[place] ?? ""), label),
        );
        if (counts) this.#countAsUsed(reading, watcher, facts);
        watcher.tell(organization.revision, tags, always);
      } catch (error) {
        if (!isCountersignError(error)) throw error;
        refused(watcher, error.toRefusal());
      }
    }
  }

  /** Who watches does not fetch, and uses his key and his roles all the same. */
  #countAsUsed(reading: Reading, { actor, addresses, keys }: Watcher, facts: Facts): void {
    const { usage } = this.#environment;
    usage.principal(actor.organizationId, actor.principalId, reading.now);
    if (actor.keyId !== null) usage.key(actor.organizationId, actor.keyId, reading.now);
    for (const [place, { kind, label }] of addresses.entries()) {
      const resource = facts.get(keys[place] ?? "")?.resource;
      if (resource === undefined || !isServed(reading, resource, label)) continue;
      reading.require(`${kind}:use`, resource.id);
    }
  }

  /** Whoever signed out is nobody any more, and no commit of the organization says so. */
  async #endSessions(watchers: readonly Watcher[]): Promise<void> {
    for (const watcher of watchers) {
      const { actor, headers } = watcher;
      if (actor.keyId !== null) continue;
      const still = await authenticate(this.#environment, headers);
      if (still?.principalId !== actor.principalId) watcher.end(signedOut);
    }
  }
}

type Facts = ReadonlyMap<string, AddressFacts>;

/** The streams of one organization, and what their addresses lead to at a revision; `null` where that is to be read anew. */
interface Watched {
  readonly watchers: Set<Watcher>;
  facts: { readonly revision: number; readonly byKey: Facts } | null;
  /** What the ear said before everybody was last told what there is; `null` before the first time. */
  mark: number | null;
}

/** What addresses lead to changes with the revision alone, so it is read once for all and kept. */
async function factsOf(shared: SharedLook, watched: Watched, watchers: readonly Watcher[]): Promise<Facts> {
  const { id, revision } = shared.organization;
  if (watched.facts?.revision === revision) return watched.facts.byKey;
  const byKey = await readAddressFacts(
    shared.tx,
    id,
    watchers.flatMap(({ addresses }) => addresses),
  );
  // Whoever came meanwhile has addresses of his own.
  if (watched.watchers.size === watchers.length) watched.facts = { revision, byKey };
  return byKey;
}

function tagFor(reading: Reading, facts: AddressFacts | undefined, label: string): string | null {
  return facts !== undefined && isServed(reading, facts.resource, label) ? facts.tag : null;
}

const signedOut: Refusal = {
  code: "unauthenticated",
  message: "This sign-in is no longer valid.",
  remedy: "Sign in again.",
};

const ending: Refusal = {
  code: "unavailable",
  message: "The server is ending.",
  remedy: "Try again in a moment.",
};

const full: Refusal = {
  code: "limit",
  message: `${mostStreams} streams are open here, which is as many as there may be.`,
  remedy: "Try again later, or at another node. Fetching goes on as ever.",
};

const fullOfOne: Refusal = {
  code: "limit",
  message: `${mostStreamsOfOne} streams of this key or person are open here, which is as many as there may be.`,
  remedy: "Let each process watch by one client, and give each application a key of its own.",
};

const fullOfAddresses: Refusal = {
  code: "limit",
  message: `This key or person watches ${mostAddressesOfOne} addresses here, which is as many as it may.`,
  remedy: "Watch less in each process, and give each application a key of its own.",
};
