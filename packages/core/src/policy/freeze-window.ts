import { type Instant, momentOf } from "../access/instant.ts";

/** The days of a week, Monday first. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

export type Weekday = (typeof weekdays)[number];

/** A moment of every week. */
export interface WeekMoment {
  readonly day: Weekday;
  /** `16:00`, from `00:00` to `23:59`. */
  readonly time: string;
}

/** A time in which nothing is published. `utcOffset` (`+02:00`, `Z`) says what its times mean, summer and winter alike. */
export type FreezeWindow =
  | {
      readonly type: "weekly";
      readonly name: string;
      readonly from: WeekMoment;
      readonly until: WeekMoment;
      readonly utcOffset: string;
    }
  | {
      readonly type: "dates";
      readonly name: string;
      /** `2026-12-24T00:00`. */
      readonly from: string;
      /** The first minute that is free again. */
      readonly until: string;
      readonly utcOffset: string;
    };

/** A freeze that holds now. */
export interface Freeze {
  readonly name: string;
  /** The first moment at which none of the windows holds, also of those that follow without a gap. */
  readonly until: Instant;
}

const minute = 60_000;
const week = 7 * 24 * 60;
/** A Monday, 00:00 UTC, in minutes since 1970. */
const someMonday = 4 * 24 * 60;

/** Which freeze holds at a moment, and when it ends; `null` for none. */
export function freezeAt(windows: readonly FreezeWindow[], at: Instant): Freeze | null {
  const start = Math.floor(momentOf(at) / minute);
  const first = windows.find((window) => endOf(window, start) !== null);
  if (first === undefined) return null;
  let end = start;
  // Windows of each week leave a gap (`problemOfFreezes`), and those between dates end: so this does.
  for (;;) {
    const next = Math.max(...windows.map((window) => endOf(window, end) ?? end));
    if (next === end) return { name: first.name, until: new Date(end * minute).toISOString() };
    end = next;
  }
}

/** Whether it is surely frozen by `wide` whenever it is by `narrow`. */
export function coversFreeze(wide: FreezeWindow, narrow: FreezeWindow): boolean {
  if (wide.type === "dates") {
    if (narrow.type !== "dates") return false;
    const [outer, inner] = [datesOf(wide), datesOf(narrow)];
    return outer.from <= inner.from && outer.until >= inner.until;
  }
  if (narrow.type !== "weekly") return false;
  const [outer, inner] = [weeklyOf(wide), weeklyOf(narrow)];
  return modulo(inner.from - outer.from) + inner.length <= outer.length;
}

/** A freeze in words: `"weekend": every week from Friday 16:00 until Monday 08:00 (UTC+02:00)`. */
export function describeFreeze(window: FreezeWindow): string {
  const zone = window.utcOffset === "Z" ? "UTC" : `UTC${window.utcOffset}`;
  const text =
    window.type === "weekly"
      ? `every week from ${weekMoment(window.from)} until ${weekMoment(window.until)}`
      : `from ${window.from.replace("T", " ")} until ${window.until.replace("T", " ")}`;
  return `${JSON.stringify(window.name)}: ${text} (${zone})`;
}

/** What is wrong with the windows of a policy; `null` when nothing is. */
export function problemOfFreezes(
  windows: readonly FreezeWindow[],
): { readonly message: string; readonly remedy: string } | null {
  for (const window of windows) {
    const name = JSON.stringify(window.name);
    if (!offset.test(window.utcOffset)) {
      return { message: `The freeze ${name} has no offset from UTC.`, remedy: "Write Z, +02:00 or -05:30." };
    }
    if (window.type === "weekly") {
      if (!clock.test(window.from.time) || !clock.test(window.until.time)) {
        return { message: `The freeze ${name} has a time that is none.`, remedy: "Write hours and minutes: 16:00." };
      }
      if (weeklyOf(window).length === 0) {
        return {
          message: `The freeze ${name} ends when it begins.`,
          remedy: "Let it end at another time of the week.",
        };
      }
    } else {
      const { from, until } = datesOf(window);
      if (!isDate(window.from) || !isDate(window.until)) {
        return { message: `The freeze ${name} has a date that is none.`, remedy: "Write dates as 2026-12-24T00:00." };
      }
      if (from >= until) {
        return { message: `The freeze ${name} ends before it begins.`, remedy: "Let it end after it begins." };
      }
    }
  }
  if (!leavesGap(windows)) {
    return {
      message: "The weekly freezes together leave no minute of the week in which anything could be published.",
      remedy: "Shorten one of them.",
    };
  }
  return null;
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const offset = /^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const localTime = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/;

function isDate(text: string): boolean {
  if (!localTime.test(text)) return false;
  const time = Date.parse(`${text}:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The minute at which a window ends that holds at this minute; `null` where it does not. */
function endOf(window: FreezeWindow, at: number): number | null {
  if (window.type === "dates") {
    const { from, until } = datesOf(window);
    return from <= at && at < until ? until : null;
  }
  const { from, length } = weeklyOf(window);
  const since = modulo(at - someMonday - from);
  return since < length ? at - since + length : null;
}

function datesOf(window: Extract<FreezeWindow, { readonly type: "dates" }>): {
  readonly from: number;
  readonly until: number;
} {
  const zone = offsetMinutes(window.utcOffset);
  const minutes = (text: string) => Date.parse(`${text}:00.000Z`) / minute - zone;
  return { from: minutes(window.from), until: minutes(window.until) };
}

/** In minutes after Monday 00:00 UTC, and how long it lasts. */
function weeklyOf(window: Extract<FreezeWindow, { readonly type: "weekly" }>): {
  readonly from: number;
  readonly length: number;
} {
  const from = weekMinutes(window.from);
  return { from: modulo(from - offsetMinutes(window.utcOffset)), length: modulo(weekMinutes(window.until) - from) };
}

function weekMinutes({ day, time }: WeekMoment): number {
  return weekdays.indexOf(day) * 24 * 60 + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function offsetMinutes(text: string): number {
  if (text === "Z") return 0;
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return text.startsWith("-") ? -size : size;
}

function modulo(minutes: number): number {
  return ((minutes % week) + week) % week;
}

function leavesGap(windows: readonly FreezeWindow[]): boolean {
  const weekly = windows.filter((window) => window.type === "weekly").map(weeklyOf);
  // A gap begins where some window ends, or there is no window.
  return (
    weekly.length === 0 ||
    weekly.some(({ from, length }) => {
      const end = modulo(from + length);
      return weekly.every((other) => modulo(end - other.from) >= other.length);
    })
  );
}

function weekMoment({ day, time }: WeekMoment): string {
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${time}`;
}
