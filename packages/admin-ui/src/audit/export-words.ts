import type { ExportFormat } from "@countersign/core";
import type { ExportProgress } from "./take-export.ts";

/** What each format is for. */
export const formatWords: Readonly<Record<ExportFormat, { readonly name: string; readonly use: string }>> = {
  jsonl: {
    name: "JSON Lines",
    use: "One event a line, with the exact bytes that were hashed. For archives and scripts.",
  },
  csv: { name: "CSV", use: "A table for a spreadsheet. Its last column holds the exact bytes that were hashed." },
};

/** How far an export has come, in words; `null` before the server said how long it will be. */
export function progressWords(progress: ExportProgress | null): string {
  if (progress === null) return "Asking the server…";
  const { events, of, bytes } = progress;
  return `${events.toLocaleString("en")} of ${of.toLocaleString("en")} events, ${sizeWords(bytes)}`;
}

/** How far an export has come, in percent. */
export function progressShare(progress: ExportProgress | null): number {
  return progress === null || progress.of === 0 ? 0 : Math.min(100, (progress.events / progress.of) * 100);
}

function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
