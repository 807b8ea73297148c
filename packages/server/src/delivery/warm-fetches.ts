import { timingSafeEqual } from "node:crypto";
import { type AccessState, type CompiledPolicy, kindPermission, momentOf, type Permission } from "@countersign/core";
import type { AccessStateCache } from "../access/access-state-cache.ts";
import type { Actor } from "../command/actor.ts";
import type { Clock } from "../command/clock.ts";
import type { OrganizationSnapshot, Reading } from "../command/reading.ts";
import type { CommitEar } from "../db/commit-ear.ts";
import { secretDigest } from "../identity/key-secret.ts";
import type { UsageRecorder } from "../identity/usage-recorder.ts";
import type { AddressedResource } from "./delivery-store.ts";
import { isKnown } from "./entity-tag.ts";

/** A fetch as far as it is looked at before anything is parsed. */
export interface PlainFetch {
  /** Path and query below the server's base, as they came. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly seenRevision: string | undefined;
}

/** What a fetch is answered with. */
export interface FetchAnswer {
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Whether the asker holds exactly this. */
  readonly unchanged: boolean;
}

/** What was read for a fetch that was answered, and may be answered again. */
export interface KeptFetch {
  readonly target: string;
  readonly secret: string;
  readonly resource: AddressedResource;
  readonly label: string;
  readonly etag: string;
  readonly body: string;
}

/** How long, in milliseconds, the difference between the database's time and the machine's counts. */
const timeCounts = 10_000;

/** A look that took longer says too little about the difference of the clocks. */
const mostLookTime = 50;

/** How long, in milliseconds, a use that was noted stands for all that follow. */
const useCounts = 5_000;

/** How much all held answers take together, in bytes, and how many they are. */
const mostBytes = 256 * 1024 * 1024;
const mostAnswers = 400_000;
const mostKeys = 100_000;
const mostOrganizations = 100;

/**
 * Answers a fetch that was answered before, without a look at the database and without parsing it: with the bytes that were
 * read at the revision that is still the newest, and decided anew, for this very key at this very moment. One hash proves the
 * key. Whatever is not beyond doubt, a refusal above all, is left to the ordinary way.
 */
export class WarmFetches {
  readonly #ear: CommitEar;
  readonly #clock: Clock;
  readonly #accessStates: AccessStateCache;
  readonly #usage: UsageRecorder;
  readonly #keys = new Map<string, WarmKey>();
  readonly #organizations = new Map<string, WarmOrganization>();
  #bytes = 0;
  #answers = 0;

  constructor(parts: {
    readonly ear: CommitEar;
    readonly clock: Clock;
    readonly accessStates: AccessStateCache;
    readonly usage: UsageRecorder;
  }) {
    this.#ear = parts.ear;
    this.#clock = parts.clock;
    this.#accessStates = parts.accessStates;
    this.#usage = parts.usage;
  }

  /** The answer to a fetch; `null` where it has to go the ordinary way. */
  answer(fetch: PlainFetch): FetchAnswer | null {
    const secret = bearerOf(fetch.authorization);
    if (secret === null) return null;
    const key = this.#keys.get(prefixIn(secret));
    if (key === undefined) return null;
    const organization = this.#organizations.get(key.actor.organizationId);
    const served = organization?.served.get(fetch.target);
    if (organization === undefined || served === undefined) return null;
    if (this.#ear.mark(key.actor.organizationId) !== organization.mark) return null;
    if (!isSeen(fetch.seenRevision, organization.snapshot.revision)) return null;
    // Not before: what goes the ordinary way is hashed there.
    if (!timingSafeEqual(secretDigest(secret), key.digest)) return null;
    const moment = momentOf(this.#clock.now());
    if (Math.abs(moment - organization.readAt) > timeCounts) return null;
    const now = moment + organization.ahead;
    if (key.endsAt !== null && key.endsAt <= now) return null;
    const { permission, resource, label } = served;
    const policy = this.#accessStates.policyOf(organization.state);
    const { principalId, keyId } = key.actor;
    if (!policy.check(principalId, permission, resource.id, now, { keyId: keyId ?? undefined, label }).allowed)
      return null;
    this.#note(key, served, policy, now);
    return { etag: served.etag, body: served.body, unchanged: isKnown(fetch.ifNoneMatch ?? null, served.etag) };
  }

  /** To be asked for before anything is read that is to be kept. */
  before(organizationId: string): BeforeReading {
    return { mark: this.#ear.mark(organizationId), at: momentOf(this.#clock.now()) };
  }

  /** Keeps what was read for a fetch by a key. */
  keep({ mark, at }: BeforeReading, reading: Reading, fetch: KeptFetch): void {
    const readAt = momentOf(this.#clock.now());
    if (mark === null || readAt - at > mostLookTime) return;
    const organization = this.#organizationFor(reading, mark, readAt);
    if (organization === null) return;
    this.#makeRoom();
    this.#keepKey(fetch, reading.actor);
    const body = Buffer.from(fetch.body);
    this.#drop(organization, fetch.target);
    organization.served.set(fetch.target, {
      permission: kindPermission(fetch.resource.kind, "use"),
      resource: fetch.resource,
      label: fetch.label,
      etag: fetch.etag,
      body,
    });
    this.#bytes += body.length;
    this.#answers += 1;
  }

  /** The organization at the revision that was read; `null` where a newer one is known. */
  #organizationFor(reading: Reading, mark: number, readAt: number): WarmOrganization | null {
    const { organization: snapshot, state, moment } = reading;
    const known = this.#organizations.get(snapshot.id);
    if (known !== undefined && known.snapshot.revision > snapshot.revision) return null;
    const same = known?.snapshot.revision === snapshot.revision;
    const next: WarmOrganization = {
      snapshot,
      // What an older look found to be so at a later mark is so.
      mark: same ? Math.max(known.mark, mark) : mark,
      state,
      ahead: moment - readAt,
      readAt,
      served: same ? known.served : new Map(),
    };
    if (known !== undefined && !same) for (const target of [...known.served.keys()]) this.#drop(known, target);
    this.#organizations.delete(snapshot.id);
    this.#organizations.set(snapshot.id, next);
    for (const [id, oldest] of this.#organizations) {
      if (this.#organizations.size <= mostOrganizations) break;
      for (const target of [...oldest.served.keys()]) this.#drop(oldest, target);
      this.#organizations.delete(id);
    }
    return next;
  }

  #keepKey({ secret }: KeptFetch, actor: Actor): void {
    const prefix = prefixIn(secret);
    if (this.#keys.has(prefix)) return;
    this.#keys.set(prefix, {
      actor,
      digest: secretDigest(secret),
      endsAt: actor.keyExpiresAt === null ? null : momentOf(actor.keyExpiresAt),
      uses: new WeakMap(),
    });
    if (this.#keys.size <= mostKeys) return;
    for (const oldest of this.#keys.keys()) {
      this.#keys.delete(oldest);
      return;
    }
  }

  /** What is held longest goes first. */
  #makeRoom(): void {
    for (const organization of this.#organizations.values()) {
      for (const target of organization.served.keys()) {
        if (this.#bytes <= mostBytes && this.#answers < mostAnswers) return;
        this.#drop(organization, target);
      }
    }
  }

  #drop(organization: WarmOrganization, target: string): void {
    const served = organization.served.get(target);
    if (served === undefined) return;
    organization.served.delete(target);
    this.#bytes -= served.body.length;
    this.#answers -= 1;
  }

  /** Who fetches uses his key and the binding that lets him; noted now and then, and written in batches. */
  #note(key: WarmKey, served: WarmAnswer, policy: CompiledPolicy, now: number): void {
    if (now - (key.uses.get(served) ?? Number.NEGATIVE_INFINITY) < useCounts) return;
    key.uses.set(served, now);
    const { organizationId, principalId, keyId } = key.actor;
    const at = new Date(now).toISOString();
    this.#usage.principal(organizationId, principalId, at);
    if (keyId !== null) this.#usage.key(organizationId, keyId, at);
    const { permission, resource } = served;
    const decision = policy.decide({
      principalId,
      ...(keyId === null ? {} : { keyId }),
      permission,
      scopeId: resource.id,
      at: now,
    });
    const binding = decision.allowed ? decision.grants[0]?.bindingId : undefined;
    if (binding !== undefined) this.#usage.binding(organizationId, binding, at);
  }
}

/** What was true before a look began. */
export interface BeforeReading {
  readonly mark: number | null;
  readonly at: number;
}

interface WarmKey {
  readonly actor: Actor;
  readonly digest: Buffer;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAt: number | null;
  /** When its use for an answer was noted last. */
  readonly uses: WeakMap<WarmAnswer, number>;
}

interface WarmOrganization {
  readonly snapshot: OrganizationSnapshot;
  readonly mark: number;
  readonly state: AccessState;
  /** How much the database's clock is ahead of the machine's, and when that was found. */
  readonly ahead: number;
  readonly readAt: number;
  readonly served: Map<string, WarmAnswer>;
}

interface WarmAnswer {
  readonly permission: Permission;
  readonly resource: AddressedResource;
  readonly label: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const scheme = "Bearer ";
const keyLength = 63;

/** A text that may be a key; whether it is one, its hash tells. */
export function bearerOf(authorization: string | undefined): string | null {
  if (authorization?.length !== scheme.length + keyLength || !authorization.startsWith(scheme)) return null;
  return authorization.slice(scheme.length);
}

function prefixIn(secret: string): string {
  return secret.slice(4, 16);
}

/** Whether what the caller has seen is no newer. */
function isSeen(header: string | undefined, revision: number): boolean {
  return header === undefined || (/^\d{1,15}$/.test(header) && Number(header) <= revision);
}
