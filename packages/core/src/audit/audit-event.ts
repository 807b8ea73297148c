import type { Instant } from "../access/instant.ts";
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from "../content/canonical-json.ts";
import { sha256Hex } from "../content/sha256.ts";
import type { AuditAction } from "./audit-action.ts";

/** The chain of what belongs to no organization. Every other chain is named by its organization's id. */
export const SYSTEM_CHAIN = "system";

/** What the first event of a chain names as the hash before it. */
export const GENESIS = "0".repeat(64);

/**
 * An append-only fact: who did, or tried, what, on what, when, in which request. It holds ids and digests alone; names,
 * reasons and other free text stand in erasable rows that `texts` refers to.
 */
export type AuditEvent = {
  readonly format: 1;
  /** An organization's id, or `SYSTEM_CHAIN`. */
  readonly chain: string;
  /** Counts from 1 in its chain, without gaps. */
  readonly seq: number;
  /** Hash of the event before it in its chain, `GENESIS` for the first. */
  readonly prev: string;
  readonly id: string;
  readonly time: Instant;
  /** The organization's revision that the decision was made on, 0 in the system's chain. */
  readonly revision: number;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  /** Where in the scope tree; `null` where it is not in one. */
  readonly scopeId: string | null;
  /** Of the HTTP request or command that it happened in, not of a release request. */
  readonly requestId: string;
  /** Digest of the target's state before; `null` where there was none. */
  readonly before: string | null;
  /** Digest of the target's state after; `null` where there is none. */
  readonly after: string | null;
  /** Ids, digests, numbers and closed words; no free text. */
  readonly details: JsonValue;
  /** For every free text of the event, by field, its salted digest. */
  readonly texts: Readonly<Record<string, string>>;
} & AuditOutcome;

/** A change that happened, or a refused try with the code of its refusal. */
export type AuditOutcome = { readonly outcome: "done" } | { readonly outcome: "refused"; readonly code: string };

/** Who acted. */
export type AuditActor =
  | { readonly type: "user" | "service-account"; readonly principalId: string; readonly keyId: string | null }
  /** The service itself, or its host's command line. */
  | { readonly type: "system"; readonly principalId: null; readonly keyId: null }
  /** Somebody who has not said, or not proved, who he is. */
  | { readonly type: "anonymous"; readonly principalId: null; readonly keyId: null };

/** On what. */
export interface AuditTarget {
  /** For example `resource`, `release-request`, `role`. */
  readonly type: string;
  /** `null` where the thing does not exist, as when creating it was refused. */
  readonly id: string | null;
}

/**
 * The text that is stored, hashed and exported for an event: its canonical JSON. What is stored is hashed as stored and
 * never encoded again.
 *
 * Throws a `CanonicalJsonError` for an event that JSON cannot say.
 */
export function encodeEvent(event: AuditEvent): string {
  const { format, chain, seq, prev, id, time, revision, actor, action, target } = event;
  const { scopeId, requestId, before, after, details, texts } = event;
  const outcome: JsonObject =
    event.outcome === "done" ? { outcome: event.outcome } : { outcome: event.outcome, code: event.code };
  return canonicalJson({
    format,
    chain,
    seq,
    prev,
    id,
    time,
    revision,
    actor: { type: actor.type, principalId: actor.principalId, keyId: actor.keyId },
    action,
    target: { type: target.type, id: target.id },
    scopeId,
    requestId,
    before,
    after,
    details,
    texts,
    ...outcome,
  });
}

/** The hash of an event: SHA-256 over the UTF-8 of the text that is stored for it, as 64 lower-case hexadecimal digits. */
export function eventHash(bytes: string): string {
  return sha256Hex(bytes);
}

/** What of a stored event binds it into its chain. */
export interface EventLinks {
  readonly chain: string;
  readonly seq: number;
  readonly prev: string;
}

/**
 * Reads the links of a stored event; `null` for a text that no event of this format has. Actions and details are not
 * looked into, so that a later list of actions verifies here as well.
 */
export function readEventLinks(bytes: string): EventLinks | null {
  const event = parseCanonical(bytes);
  if (event === null || event["format"] !== 1) return null;
  const { chain, seq, prev } = event;
  return typeof chain === "string" && typeof seq === "number" && Number.isSafeInteger(seq) && typeof prev === "string"
    ? { chain, seq, prev }
    : null;
}

function parseCanonical(bytes: string): JsonObject | null {
  try {
    // The standard library types parsed JSON as `any`; JSON is what it is.
    const value: JsonValue = JSON.parse(bytes);
    return isJsonObject(value) && canonicalJson(value) === bytes ? value : null;
  } catch {
    // Neither JSON nor canonical: that it cannot be read is the answer, whatever the parser says.
    return null;
  }
}
