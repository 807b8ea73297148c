import { err, ok, type Result } from "@countersign/core";

/** Reads a port; 0 asks for any free one. */
export function portFrom(text: string): Result<number, string> {
  return wholeNumber(text, 65_535, `"${text}" is no port; give a number from 0 to 65535.`);
}

/** Reads how many proxies stand in front. */
export function proxiesFrom(text: string): Result<number, string> {
  return wholeNumber(text, 20, `COUNTERSIGN_PROXIES is "${text}"; give a number from 0 to 20.`);
}

/** Reads for how many days the review of an emergency may be owed. */
export function reviewDaysFrom(text: string): Result<number, string> {
  const fault = `COUNTERSIGN_EMERGENCY_REVIEW_DAYS is "${text}"; give a number from 1 to 90.`;
  const days = wholeNumber(text, 90, fault);
  return days.ok && days.value < 1 ? err(fault) : days;
}

/** Reads a count that is never none. */
export function countFrom(name: string, text: string): Result<number, string> {
  const fault = `${name} is "${text}"; give a number from 1 to 999999.`;
  return text === "0" ? err(fault) : wholeNumber(text, 999_999, fault);
}

function wholeNumber(text: string, most: number, fault: string): Result<number, string> {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? ok(value) : err(fault);
}
