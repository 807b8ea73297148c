/**
 * A moment as ISO-8601 text in UTC with milliseconds, `2026-01-31T09:30:00.000Z`. Of two instants the smaller text is
 * the earlier moment.
 */
export type Instant = string;

/** Reads an instant; `null` for any other spelling and for days and times that do not exist. */
export function parseInstant(text: unknown): Instant | null {
  if (typeof text !== "string" || !shape.test(text)) return null;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text ? text : null;
}

/** An instant as milliseconds since 1970; `NaN`, at which nothing is allowed, for what is none. */
export function momentOf(instant: Instant): number {
  return parseInstant(instant) === null ? Number.NaN : Date.parse(instant);
}

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
