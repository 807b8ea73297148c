import type { AuditApi } from "@countersign/core";

/** How far an export has come. */
export interface ExportProgress {
  /** Events that were read. */
  readonly events: number;
  /** The number of the last one. */
  readonly lastSeq: number;
}

/**
 * Reads the whole chain, oldest first, a page at a time. Each line is one event as JSON: `seq`, `hash`, and `bytes`, the
 * exact text that was hashed, so that anybody can verify the file without this server.
 *
 * @throws what a page was refused with, or the signal's reason.
 */
export async function exportEvents(
  audit: Pick<AuditApi, "export">,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<readonly string[]> {
  const parts: string[] = [];
  let events = 0;
  let afterSeq: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await audit.export({ afterSeq, limit: 200 }, { signal });
    const last = page.rows.at(-1);
    if (last === undefined) return parts;
    // One part a page: many small strings make a Blob slowly.
    parts.push(page.rows.map(({ seq, hash, bytes }) => `${JSON.stringify({ seq, hash, bytes })}\n`).join(""));
    events += page.rows.length;
    onProgress({ events, lastSeq: last.seq });
    if (page.nextSeq === null) return parts;
    // A server that does not move on would be asked for ever.
    if (afterSeq !== undefined && last.seq <= afterSeq) throw new Error("The export does not move on.");
    afterSeq = last.seq;
  }
}
