import type { ExportFormat } from "@countersign/core";
import type { DownloadExport } from "@countersign/sdk";

/** How far an export has come. */
export interface ExportProgress {
  readonly events: number;
  /** How many it will have. */
  readonly of: number;
  readonly bytes: number;
}

/** An export that came whole. */
export interface ExportedFile {
  /** As the server names it. */
  readonly name: string;
  readonly file: Blob;
}

/**
 * Takes the whole log as a file. Its text goes to where the browser keeps its files as it comes, and never stands in the
 * page's memory as a whole.
 *
 * @throws what the server refused it with, the signal's reason, or an error that says how far it came when it broke off.
 */
export async function takeExport(
  download: DownloadExport,
  { format, signal }: { readonly format: ExportFormat; readonly signal: AbortSignal },
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportedFile> {
  const taken = await download({ format, signal });
  const lines = new LineCount(format);
  let bytes = 0;
  const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      lines.add(chunk);
      bytes += chunk.byteLength;
      onProgress({ events: lines.events, of: taken.events, bytes });
      controller.enqueue(chunk);
    },
  });
  onProgress({ events: 0, of: taken.events, bytes });
  const headers = { "content-type": mediaTypes[format] };
  let cause: unknown;
  try {
    const file = await new Response(taken.body.pipeThrough(meter, { signal }), { headers }).blob();
    // A connection may end early without failing; the last line is the proof that nothing is missing.
    if (lines.ended && lines.events === taken.events) return { name: taken.name, file };
  } catch (failure) {
    signal.throwIfAborted();
    cause = failure;
  }
  const came = `${lines.events.toLocaleString("en")} of ${taken.events.toLocaleString("en")} events`;
  throw new Error(`The export broke off after ${came}; nothing was saved.`, { cause });
}

const mediaTypes: Readonly<Record<ExportFormat, string>> = { jsonl: "application/jsonl", csv: "text/csv" };

/** How the lines of events begin, and the last line. */
const beginnings: Readonly<Record<ExportFormat, { readonly event: string; readonly end: string }>> = {
  jsonl: { event: '{"type":"event",', end: '{"type":"end",' },
  csv: { event: "event,", end: "end," },
};

/** Counts the events in a text that comes in pieces. */
class LineCount {
  events = 0;
  /** The last line came. */
  ended = false;
  readonly #of: { readonly event: string; readonly end: string };
  /** As much of the line under way as says what it is. */
  #begin = "";

  constructor(format: ExportFormat) {
    this.#of = beginnings[format];
  }

  add(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const newline = chunk.indexOf(10, at);
      const stop = newline === -1 ? chunk.length : newline;
      const missing = this.#of.event.length - this.#begin.length;
      this.#begin += String.fromCharCode(...chunk.subarray(at, Math.min(stop, at + missing)));
      if (newline === -1) return;
      if (this.#begin.startsWith(this.#of.event)) this.events += 1;
      if (this.#begin.startsWith(this.#of.end)) this.ended = true;
      this.#begin = "";
      at = newline + 1;
    }
  }
}
