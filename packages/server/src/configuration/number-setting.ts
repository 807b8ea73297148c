import { err, ok, type Result } from "@countersign/core";

/** Reads a port; 0 asks for any free one. */
export function portFrom(text: string): Result<number, string> {
  return wholeNumber(text, 65_535, `"${text}" is no port; give a number from 0 to 65535.`);
}

/** Reads how many proxies stand in front. */
export function proxiesFrom(text: string): Result<number, string> {
  return wholeNumber(text, 20, `COUNTERSIGN_PROXIES is "${text}"; give a number from 0 to 20.`);
}

function wholeNumber(text: string, most: number, fault: string): Result<number, string> {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? ok(value) : err(fault);
}
