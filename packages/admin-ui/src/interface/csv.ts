/**
 * Rows as CSV (RFC 4180), the header first. A cell that a spreadsheet would run as a formula is made text by a leading
 * apostrophe: names and reasons are written by people whom whoever opens the file need not trust.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [header, ...rows].map((row) => `${row.map((cell) => quoted(harmless(cell ?? ""))).join(",")}\r\n`).join("");
}

/** Spaces and control characters in front don't keep spreadsheets from seeing a formula, and full-width signs start one too. */
function harmless(text: string): string {
  return /^[\s\p{Cc}]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
