import { type Permission, parseLabelPattern } from "@countersign/core";
import { type Expiry, expiresAt, expiryProblem } from "../interface/expiry.ts";

/** How much of what its principal may a key may. */
export type KeyReach = "fetch" | "all" | "chosen";

/** A key being made. */
export interface KeyDraft {
  readonly name: string;
  readonly principalId: string;
  readonly reach: KeyReach;
  readonly permissions: readonly Permission[];
  /** `null` leaves it to the server: the home of a service account, the organization for a person. */
  readonly scopeId: string | null;
  /** Label patterns, as typed; empty for all labels. */
  readonly labels: readonly string[];
  readonly expiry: Expiry;
}

const fetching: readonly Permission[] = ["prompt:use", "workflow:use", "dataset:use", "evaluation:use"];

/** A key starts as narrow as most keys are: it fetches what labels serve, for 90 days. */
export function newKeyDraft(principalId: string): KeyDraft {
  return {
    name: "",
    principalId,
    reach: "fetch",
    permissions: [],
    scopeId: null,
    labels: [],
    expiry: { choice: "90", day: "" },
  };
}

/** What keeps the key from being made; `null` when nothing does. */
export function keyProblem(draft: KeyDraft, now: Date): string | null {
  if (draft.name.trim() === "") return "Name the key after what uses it.";
  if (draft.reach === "chosen" && draft.permissions.length === 0) return "Choose at least one permission.";
  for (const label of draft.labels) {
    const pattern = parseLabelPattern(label);
    if (!pattern.ok) return `${pattern.error.message} ${pattern.error.remedy}`;
  }
  return expiryProblem(draft.expiry, now);
}

/** What the server is asked for. */
export function keyInput(draft: KeyDraft, now: Date) {
  const permissions = draft.reach === "fetch" ? fetching : draft.reach === "chosen" ? draft.permissions : null;
  return {
    name: draft.name.trim(),
    principalId: draft.principalId,
    ...(permissions === null ? {} : { permissions }),
    ...(draft.scopeId === null ? {} : { scopeIds: [draft.scopeId] }),
    labels: draft.labels.length === 0 ? null : draft.labels,
    expiresAt: expiresAt(draft.expiry, now),
  };
}
