/** How long something may count, as people choose it. */
export type ExpiryChoice = "never" | "7" | "30" | "90" | "365" | "date";

export const expiryChoices: readonly { readonly value: ExpiryChoice; readonly label: string }[] = [
  { value: "never", label: "Never" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "date", label: "On a date…" },
];

/** What is chosen: the choice, and the day (`2026-08-31`) where the choice is a date. */
export interface Expiry {
  readonly choice: ExpiryChoice;
  readonly day: string;
}

export const neverExpires: Expiry = { choice: "never", day: "" };

/** Whether the choice is whole: a date was named, and it lies ahead. */
export function expiryProblem(expiry: Expiry, now: Date): string | null {
  if (expiry.choice !== "date") return null;
  const end = endOfDay(expiry.day);
  if (end === null) return "Name the last day on which it counts.";
  return end.getTime() > now.getTime() ? null : "That day is over. Name one that lies ahead.";
}

/** The moment until which it counts, ISO 8601; a day counts to its end in the viewer's zone; `null` for never. */
export function expiresAt(expiry: Expiry, now: Date): string | null {
  if (expiry.choice === "never") return null;
  if (expiry.choice === "date") return endOfDay(expiry.day)?.toISOString() ?? null;
  return new Date(now.getTime() + Number(expiry.choice) * 86_400_000).toISOString();
}

function endOfDay(day: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) return null;
  const end = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + 1);
  return Number.isNaN(end.getTime()) ? null : end;
}
