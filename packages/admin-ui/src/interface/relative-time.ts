const units = [
  { unit: "year", seconds: 31_557_600 },
  { unit: "month", seconds: 2_629_800 },
  { unit: "week", seconds: 604_800 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
] as const;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** How long ago, or how long until, in the largest unit that fits: "3 hours ago", "tomorrow", "just now". */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const fitting = units.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  if (fitting === undefined) return Math.abs(seconds) < 30 ? "just now" : seconds < 0 ? "a moment ago" : "in a moment";
  return words.format(Math.trunc(seconds / fitting.seconds), fitting.unit);
}

/** The moment in full, in the zone of the viewer's machine unless another is named. */
export function absoluteTime(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "full",
    timeStyle: "long",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}
