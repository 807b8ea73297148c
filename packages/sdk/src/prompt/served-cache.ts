import type { CallOptions, ResourceKind, ServedResource } from "@countersign/core";
import { UnansweredError } from "../error/unanswered-error.ts";
import { type Address, type AskServed, nameOf, type ServedAnswer } from "../transport/ask-served.ts";
import { limitCall } from "../transport/call-limit.ts";
import type { Runtime } from "../transport/runtime.ts";
import type { HeldAddress } from "../transport/watch-served.ts";
import { AddressIndex } from "./address-index.ts";
import type { Watchable } from "./change-watch.ts";
import { endsServing, refusesAsker } from "./ending.ts";
import { elapsed, freshnessOf, type Moment } from "./freshness.ts";
import type { KeptCopies } from "./kept-copies.ts";
import { type Outage, outageAfter } from "./outage.ts";
import type { CacheSettings } from "./prompt-options.ts";

/** What a cache makes of what is served. */
interface Shape<Value> {
  /** The value that everybody is given; throws where it cannot be read. */
  readonly read: (served: ServedResource) => Value;
  /** The same, given without the server's word. */
  readonly stale: (value: Value, staleness: Staleness) => Value;
}

/** Why something is given although the server did not say that it still stands. */
export interface Staleness {
  /** Milliseconds since the server last said so. */
  readonly age: number;
  /** Why the server could not be asked. */
  readonly cause: unknown;
}

/** A copy of what the server gave. */
interface Copy<Value> {
  readonly served: ServedResource;
  readonly etag: string | null;
  readonly value: Value;
  /** Resolved. The same one for everybody, so that a get costs no more than a look. */
  readonly promise: Promise<Value>;
  confirmed: Moment;
}

interface Entry<Value> {
  readonly key: string;
  readonly address: Address;
  copy: Copy<Value> | null;
  flight: Promise<Value> | null;
  outage: Outage | null;
  /** Whether it was looked for outside of memory. */
  looked: boolean;
  /** When its copy was saved last, on the monotonic clock. */
  savedAt: number;
  /** Raised when what the server may be about to answer is known to be out of date. */
  epoch: number;
  /** Whether it was asked for since the last look for room. */
  used: boolean;
  /** The millisecond of the wall's clock in which the copy was found fresh last. */
  freshIn: number;
}

export interface CacheParts<Value> {
  readonly kind: ResourceKind;
  readonly ask: AskServed;
  readonly shape: Shape<Value>;
  readonly settings: CacheSettings;
  readonly runtime: Runtime;
  /** Milliseconds that the server is waited for where there is nothing else to give. */
  readonly timeout: number;
  /** Copies outside of memory; `null` where there are none. */
  readonly kept: KeptCopies | null;
  /** Told when something is held that was not before. */
  readonly entered: () => void;
}

/**
 * What labels serve, kept in memory.
 *
 * A copy is given at once while it is fresh; while it ages, it is given and asked for beside that; after its time to
 * live only the server's word counts. Where the server cannot be reached, the last copy is given and marked stale, up to
 * a hard end. Where it refuses, the copy is dropped, and with it whatever was on its way. However many ask for the same at
 * once, the server is asked once.
 */
export class ServedCache<Value extends object> implements Watchable {
  readonly #parts: CacheParts<Value>;
  /** In the order in which they make room. */
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #index = new AddressIndex<Entry<Value>>();
  readonly #now: () => number;
  readonly #monotonic: () => number;
  readonly #refreshAfter: number;

  constructor(parts: CacheParts<Value>) {
    this.#parts = parts;
    this.#now = parts.runtime.now;
    this.#monotonic = parts.runtime.monotonic;
    this.#refreshAfter = parts.settings.limits.refreshAfter;
  }

  /** What the address serves. Rejects with the server's refusal, or with why there is no answer and no copy. */
  get(address: Address, options?: CallOptions): Promise<Value> {
    const entry = this.#index.get(address);
    // What an application does for each of its own requests: two looks at most, at the address and at the clock.
    if (entry !== undefined && entry.copy !== null && options === undefined) {
      const now = this.#now();
      if (now === entry.freshIn || this.#isFresh(entry, entry.copy, now)) {
        entry.used = true;
        return entry.copy.promise;
      }
    }
    return this.#consider(entry ?? this.#enter(address), options);
  }

  /** Looks at the other clock too, once in each millisecond of the wall's. */
  #isFresh(entry: Entry<Value>, { confirmed }: Copy<Value>, wall: number): boolean {
    const fresh = elapsed(confirmed, { wall, monotonic: this.#monotonic() }) < this.#refreshAfter;
    if (fresh) entry.freshIn = wall;
    return fresh;
  }

  /** Drops everything, and lets nothing in that was asked for before. */
  clear(): void {
    for (const entry of this.#entries.values()) this.#drop(entry);
  }

  held(): ReadonlyMap<string, HeldAddress> {
    const held = new Map<string, HeldAddress>();
    for (const [key, { address, copy }] of this.#entries) if (copy !== null) held.set(key, { address, tag: copy.etag });
    return held;
  }

  confirm(key: string, tag: string | null): void {
    const entry = this.#entries.get(key);
    const copy = entry?.copy ?? null;
    if (entry === undefined || copy === null || copy.etag !== tag) return;
    copy.confirmed = this.#moment();
    this.#save(entry, copy, false);
  }

  /** What is held is given until the new one is here, and asked for by each get until then. */
  changed(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.epoch += 1;
    entry.freshIn = Number.NaN;
    if (entry.copy !== null) entry.copy.confirmed = this.#atLeastAgeing(entry.copy.confirmed);
    this.#refresh(entry);
  }

  refused(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#drop(entry);
  }

  refusedAll(): void {
    this.clear();
    this.#parts.kept?.refuseEverything();
  }

  async #consider(entry: Entry<Value>, options: CallOptions | undefined): Promise<Value> {
    entry.used = true;
    if (options?.signal?.aborted === true) throw aborted(entry.address, options.signal.reason);
    const { copy, outage } = entry;
    if (copy === null || options?.atLeast !== undefined) return this.#await(entry, options);
    const { limits } = this.#parts.settings;
    switch (freshnessOf(this.#ageOf(copy), limits)) {
      case "fresh":
        return copy.promise;
      case "ageing":
        if (this.#isWorthAsking(outage)) this.#refresh(entry);
        return copy.promise;
      case "doubtful":
        if (outage === null || this.#monotonic() >= outage.believedUntil) return this.#await(entry, options);
        if (this.#isWorthAsking(outage)) this.#refresh(entry);
        return this.#stale(entry, outage.cause);
      case "over":
        return this.#await(entry, options);
    }
  }

  /** The server's word; without one, the last copy while it may be given. */
  async #await(entry: Entry<Value>, options: CallOptions | undefined): Promise<Value> {
    const { timeout, settings, runtime } = this.#parts;
    const most = options?.timeout ?? (this.#mayGive(entry.copy) ? Math.min(timeout, settings.patience) : timeout);
    const limit = limitCall(most, options?.signal, runtime.now);
    try {
      return await limit.within(this.#ask(entry, options?.atLeast));
    } catch (error) {
      const why = limit.ended();
      if (why === "aborted") throw aborted(entry.address, options?.signal?.reason);
      const cause = why === "timeout" ? late(entry.address) : error;
      if (entry.copy === null || options?.atLeast !== undefined || endsServing(cause)) throw cause;
      return this.#stale(entry, cause);
    } finally {
      limit.release();
    }
  }

  #stale(entry: Entry<Value>, cause: unknown): Value {
    const { copy } = entry;
    if (copy === null || !this.#mayGive(copy)) throw cause;
    return this.#parts.shape.stale(copy.value, { age: this.#ageOf(copy), cause });
  }

  /** Asks beside what goes on; what comes of it is seen by the next get. */
  #refresh(entry: Entry<Value>): void {
    this.#ask(entry, undefined).catch(() => undefined);
  }

  /** Asks the server, or joins whoever is asking it already. */
  #ask(entry: Entry<Value>, atLeast: number | undefined): Promise<Value> {
    if (atLeast !== undefined) return this.#fly(entry, atLeast);
    entry.flight ??= this.#fly(entry, undefined).finally(() => {
      entry.flight = null;
    });
    return entry.flight;
  }

  async #fly(entry: Entry<Value>, atLeast: number | undefined): Promise<Value> {
    const { kind, ask, settings, timeout } = this.#parts;
    if (entry.copy === null && !entry.looked) {
      const copy = await this.#lookOutside(entry);
      if (copy !== null && atLeast === undefined && this.#ageOf(copy) < settings.limits.ttl) return copy.value;
    }
    for (;;) {
      const { epoch, copy } = entry;
      const once = { attempts: "once", timeout: Math.min(timeout, settings.patience) } as const;
      const manner = { ...(this.#mayGive(copy) ? once : { timeout }), ...(atLeast === undefined ? {} : { atLeast }) };
      const asked = this.#moment();
      try {
        const answer = await ask(kind, entry.address, copy?.etag ?? null, manner);
        const next = await this.#copyOf(answer, copy, asked);
        // It was decided before something that is known by now: whatever it says, it is asked again.
        if (entry.epoch !== epoch) continue;
        const enters = entry.copy === null;
        entry.freshIn = Number.NaN;
        entry.copy = next;
        entry.outage = null;
        if (enters) this.#parts.entered();
        this.#save(entry, next, answer.type === "served");
        return next.value;
      } catch (error) {
        if (endsServing(error)) {
          this.#drop(entry);
          if (refusesAsker(error)) this.#parts.kept?.refuseEverything();
        } else if (entry.epoch === epoch) this.#noteOutage(entry, error);
        throw error;
      }
    }
  }

  /** A copy of an earlier life of the program, as old as it is. */
  async #lookOutside(entry: Entry<Value>): Promise<Copy<Value> | null> {
    entry.looked = true;
    const { epoch } = entry;
    const kept = (await this.#parts.kept?.load(entry.address)) ?? null;
    if (kept === null || entry.epoch !== epoch || entry.copy !== null) return null;
    const { wall, monotonic } = this.#moment();
    const { served, etag, confirmedAt } = kept;
    try {
      const value = this.#parts.shape.read(served);
      const confirmed = { wall: confirmedAt, monotonic: monotonic - (wall - confirmedAt) };
      entry.copy = { served, etag, value, promise: Promise.resolve(value), confirmed };
      this.#parts.entered();
      return entry.copy;
    } catch {
      // Of another version of this client; the server is asked.
      return null;
    }
  }

  /** Content at once, and that it stands now and then: a copy that is kept is at most so much older than it could be. */
  #save(entry: Entry<Value>, { served, etag, confirmed }: Copy<Value>, isNew: boolean): void {
    const { kept } = this.#parts;
    if (kept === null || (!isNew && this.#monotonic() - entry.savedAt < SAVING)) return;
    entry.savedAt = this.#monotonic();
    kept.save(entry.address, { served, etag, confirmedAt: confirmed.wall });
  }

  /** Confirmed when it was asked for: the server decided then or later. */
  async #copyOf(answer: ServedAnswer, held: Copy<Value> | null, asked: Moment): Promise<Copy<Value>> {
    if (answer.type === "unchanged" && held !== null) return { ...held, confirmed: asked };
    if (answer.type === "unchanged") throw new Error("Nothing was held, so nothing can be unchanged.");
    const value = this.#parts.shape.read(answer.served);
    return { served: answer.served, etag: answer.etag, value, promise: Promise.resolve(value), confirmed: asked };
  }

  #noteOutage(entry: Entry<Value>, cause: unknown): void {
    entry.outage = outageAfter(entry.outage, cause, {
      monotonic: this.#monotonic(),
      random: this.#parts.runtime.random(),
    });
  }

  #isWorthAsking(outage: Outage | null): boolean {
    return outage === null || this.#monotonic() >= outage.retryAt;
  }

  /** Another entry may stand under the key by now, where this one had to make room. */
  #drop(entry: Entry<Value>): void {
    for (const dropped of [entry, this.#entries.get(entry.key) ?? entry]) {
      dropped.copy = null;
      dropped.outage = null;
      dropped.epoch += 1;
    }
    this.#remove(entry);
    this.#parts.kept?.refuse(entry.address);
  }

  #remove({ key, address }: Entry<Value>): void {
    this.#entries.delete(key);
    this.#index.delete(address);
  }

  #enter(address: Address): Entry<Value> {
    const { workspace, path, label } = address;
    const key = keyOf(address);
    const entry: Entry<Value> = {
      key,
      address: { workspace, path, label },
      copy: null,
      flight: null,
      outage: null,
      looked: false,
      savedAt: Number.NEGATIVE_INFINITY,
      epoch: 0,
      used: true,
      freshIn: Number.NaN,
    };
    this.#makeRoom();
    this.#entries.set(key, entry);
    this.#index.set(entry.address, entry);
    return entry;
  }

  /** The first that nobody asked for since the last look goes; whoever is passed over stands last again. */
  #makeRoom(): void {
    while (this.#entries.size >= this.#parts.settings.capacity) {
      for (const [key, entry] of this.#entries) {
        if (!entry.used) {
          this.#remove(entry);
          break;
        }
        entry.used = false;
        this.#entries.delete(key);
        this.#entries.set(key, entry);
      }
    }
  }

  /** Whether there is something to give where the server does not answer. */
  #mayGive(copy: Copy<Value> | null): boolean {
    return copy !== null && freshnessOf(this.#ageOf(copy), this.#parts.settings.limits) !== "over";
  }

  #ageOf(copy: Copy<Value>): number {
    return elapsed(copy.confirmed, this.#moment());
  }

  #atLeastAgeing({ wall, monotonic }: Moment): Moment {
    const now = this.#moment();
    return {
      wall: Math.min(wall, now.wall - this.#refreshAfter),
      monotonic: Math.min(monotonic, now.monotonic - this.#refreshAfter),
    };
  }

  #moment(): Moment {
    return { wall: this.#now(), monotonic: this.#monotonic() };
  }
}

/** Milliseconds between saving that a copy stands. */
const SAVING = 30_000;

/** No name that anything is served under holds a NUL, so different addresses have different keys. */
function keyOf({ workspace, path, label }: Address): string {
  return `${workspace}\0${label}\0${path}`;
}

function aborted(address: Address, reason: unknown): UnansweredError {
  return new UnansweredError("aborted", `fetch of ${nameOf(address)}: its caller ended the call.`, {
    remedy: "If that was not meant, call again.",
    cause: reason,
  });
}

function late(address: Address): UnansweredError {
  return new UnansweredError("timeout", `fetch of ${nameOf(address)}: no answer in time.`, {
    remedy: 'Allow more time with "timeout", or call again.',
  });
}
