import type { Denied } from "./access/decide.ts";
import type { Permission } from "./access/permission-catalogue.ts";

/**
 * The HTTP status of each refusal code: the one vocabulary of all refusals, and total.
 *
 * - `not_found`: no such thing, or none that the asker may see; the two are the same answer.
 * - `stale`: what was decided on has moved since; read again and repeat.
 * - `escalation`: the write would give access that its actor may not grant.
 * - `last_owner`: nobody would be left who counts as an owner.
 * - `limit`: too much or too often.
 * - `idempotency_mismatch`: the idempotency key was used for something else.
 */
const statusByCode = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  escalation: 403,
  not_found: 404,
  conflict: 409,
  stale: 409,
  archived: 409,
  last_owner: 409,
  policy_unsatisfied: 409,
  too_large: 413,
  idempotency_mismatch: 422,
  limit: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Readonly<Record<string, number>>;

export type RefusalCode = keyof typeof statusByCode;

/** What a refusal's details may hold: JSON. */
export type RefusalDetail =
  | string
  | number
  | boolean
  | null
  | readonly RefusalDetail[]
  | { readonly [name: string]: RefusalDetail };

/** Why something is not done. It says what is missing and never what others hold. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Names the thing and the rule, in a sentence. */
  readonly message: string;
  /** What to do about it, in a sentence. */
  readonly remedy?: string;
  /** The permission that is missing. */
  readonly permission?: Permission;
  /** For programs; the shape belongs to the code. */
  readonly details?: { readonly [name: string]: RefusalDetail };
}

/** Every refusal code, in the order of its HTTP status. */
// Object.keys answers string[]; these are the keys of a literal that nobody can add to.
export const refusalCodes: readonly RefusalCode[] = Object.keys(statusByCode) as RefusalCode[];

export function httpStatusOf(code: RefusalCode): number {
  return statusByCode[code];
}

const mark = Symbol.for("countersign.error");

/**
 * A refusal thrown at a boundary. Recognize it by {@link isCountersignError}, not by `instanceof`: two copies of this
 * package in one program throw two classes.
 */
export class CountersignError extends Error implements Refusal {
  readonly [mark] = true;
  readonly code: RefusalCode;
  readonly remedy?: string;
  readonly permission?: Permission;
  readonly details?: { readonly [name: string]: RefusalDetail };

  constructor(refusal: Refusal, options?: { readonly cause?: unknown }) {
    super(refusal.message, options);
    this.name = "CountersignError";
    this.code = refusal.code;
    if (refusal.remedy !== undefined) this.remedy = refusal.remedy;
    if (refusal.permission !== undefined) this.permission = refusal.permission;
    if (refusal.details !== undefined) this.details = refusal.details;
  }

  /** The refusal alone, as it goes over the wire. */
  toRefusal(): Refusal {
    return {
      code: this.code,
      message: this.message,
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
      ...(this.permission === undefined ? {} : { permission: this.permission }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}

export function isCountersignError(value: unknown): value is CountersignError {
  return typeof value === "object" && value !== null && mark in value && value[mark] === true;
}

/**
 * The refusal that a denial becomes for its asker. It tells what he lacks, in general terms why, and which roles would
 * give it; not who holds it, who could grant it, or which bindings and restrictions there are.
 *
 * @param roleNames names of roles that would give the permission; empty where the asker may not know them.
 */
export function forbidden(denied: Denied, roleNames: readonly string[] = []): Refusal {
  const permission = denied.missing;
  if (permission === null) {
    return { code: "forbidden", message: "This could not be decided, so it is not allowed." };
  }
  return {
    code: "forbidden",
    message: `This needs the permission ${permission}. ${sentenceFor(denied)}`,
    remedy: remedyFor(denied, roleNames),
    permission,
    details: { reason: denied.reason, roles: roleNames },
  };
}

function sentenceFor(denied: Denied): string {
  switch (denied.reason) {
    case "suspended":
      return "You are suspended.";
    case "archived":
      return "What is archived can only be restored.";
    case "not-yet":
      return "Your access has not begun.";
    case "expired":
      return "Your access has expired.";
    case "restricted":
      return "It is restricted here for everybody.";
    case "requirement":
      return `${denied.permission} works only together with it.`;
    case "key":
    case "key-scope":
    case "key-label":
      return "The API key does not allow it.";
    case "meaningless-here":
      return "It means nothing at this kind of place.";
    default:
      return "You do not have it here.";
  }
}

function remedyFor(denied: Denied, roleNames: readonly string[]): string {
  switch (denied.reason) {
    case "suspended":
      return "Ask an administrator of the organization to reactivate you.";
    case "archived":
      return "Ask an administrator to restore it.";
    case "restricted":
      return "Ask an administrator to lift the restriction.";
    case "key":
    case "key-scope":
    case "key-label":
      return "Use a key that allows it, or sign in yourself.";
    default:
      return roleNames.length === 0
        ? "Ask an administrator for it."
        : `Ask an administrator for one of the roles that give it: ${roleNames.join(", ")}.`;
  }
}
