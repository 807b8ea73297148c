import { csvColumns, type ExportEntry, type ExportFormat, exportFormats, writeExportLine } from "@countersign/core";
import type { DownloadExport } from "@countersign/sdk";
import { describe, expect, it } from "vitest";
import { type ExportProgress, takeExport } from "./take-export.ts";

const entries: readonly ExportEntry[] = [
  { type: "export", chain: "org_1", from: 1, to: 450, keys: [] },
  ...Array.from({ length: 450 }, (_, index) => ({
    type: "event" as const,
    seq: index + 1,
    hash: `h${index + 1}`,
    bytes: `{"action":"föö, \\"bar\\"","seq":${index + 1}}`,
  })),
  { type: "checkpoint", statement: "{}", signature: "s" },
  { type: "end", statement: "{}", signature: "s" },
];

function textOf(format: ExportFormat, lines = entries): string {
  const heading = format === "csv" ? `${csvColumns.join(",")}\n` : "";
  return heading + lines.map((entry) => `${writeExportLine(format, entry)}\n`).join("");
}

/** A server that sends a text in pieces of 1,000 bytes, and fails after so many of them where that is said. */
function serving(text: string, failsAfter = Number.POSITIVE_INFINITY): DownloadExport {
  const whole = new TextEncoder().encode(text);
  return async ({ format = "jsonl" } = {}) => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        if (sent / 1000 >= failsAfter) return controller.error(new TypeError("network error"));
        controller.enqueue(whole.slice(sent, sent + 1000));
        sent += 1000;
        if (sent >= whole.length) controller.close();
      },
    });
    return { events: 450, name: `audit-org_1-450.${format}`, body };
  };
}

const never = new AbortController().signal;

describe.each(exportFormats)("an export as %s", (format) => {
  it("is the text as it came, counted on the way", async () => {
    const progress: ExportProgress[] = [];
    const text = textOf(format);
    const { name, file } = await takeExport(serving(text), { format, signal: never }, (step) => progress.push(step));
    expect(name).toBe(`audit-org_1-450.${format}`);
    expect(await file.text()).toBe(text);
    expect(progress.at(0)).toEqual({ events: 0, of: 450, bytes: 0 });
    expect(progress.at(-1)).toEqual({ events: 450, of: 450, bytes: new TextEncoder().encode(text).length });
    expect(progress.some(({ events }) => events > 100 && events < 300)).toBe(true);
  });

  it("is none where it breaks off, or ends without its last line", async () => {
    const take = (download: DownloadExport) => takeExport(download, { format, signal: never }, () => {});
    await expect(take(serving(textOf(format), 3))).rejects.toThrow(/broke off after \d+ of 450 events/);
    await expect(take(serving(textOf(format, entries.slice(0, 200))))).rejects.toThrow("broke off after 199 of 450");
    await expect(take(serving(textOf(format, entries.slice(0, -1))))).rejects.toThrow("broke off after 450 of 450");
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const enough = () => stop.abort(new Error("enough"));
    const settings = { format, signal: stop.signal };
    await expect(takeExport(serving(textOf(format)), settings, enough)).rejects.toThrow("enough");
  });
});
