import { type AuditFilter, isAuditAction } from "@countersign/core";
import { oneOf, searchFields, text, wholeNumber } from "../interface/search-fields.ts";

/** The filters of the log, days as `2026-08-31`, and the event that is looked at by its number. */
export const auditSearch = searchFields({
  actor: text,
  action: (value) => (typeof value === "string" && isAuditAction(value) ? value : undefined),
  outcome: oneOf(["done", "refused"]),
  target: text,
  from: day,
  to: day,
  event: wholeNumber(1, Number.MAX_SAFE_INTEGER),
});

export type AuditSearch = ReturnType<typeof auditSearch>;

/** What the server is asked for: days become moments, the last one counting to its end where the viewer is. */
export function auditFilter(search: AuditSearch): AuditFilter {
  return {
    actorId: search.actor,
    action: search.action,
    outcome: search.outcome,
    targetId: search.target,
    from: momentOf(search.from, 0),
    to: momentOf(search.to, 1),
  };
}

/** Whether anything is filtered. */
export function isFiltered(search: AuditSearch): boolean {
  return Object.values(auditFilter(search)).some((value) => value !== undefined);
}

function momentOf(text: string | undefined, daysLater: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  if (parts === null) return undefined;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater).toISOString();
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}
