import { type ChainHead, type ExportReport, ExportVerification, isCsvHeading, readExportLine } from "@countersign/core";
import { verifyEd25519 } from "./ed25519.ts";

/** What is known of an export from elsewhere than itself. */
export interface AuditExportOptions {
  /** Thumbprints of the keys that are believed. Without them those that the export names are, which proves less. */
  readonly keys?: readonly string[] | undefined;
  /** Numbers and hashes of events that were noted elsewhere, such as the server's checkpoints outside its database. */
  readonly noted?: readonly ChainHead[] | undefined;
}

/**
 * Verifies an exported audit log, as JSON Lines or as a table, without a server: that nothing was changed, removed,
 * reordered or cut off. Up to `sealed` it is proved; what lies after that is not yet sealed, and never called verified.
 *
 * @param text in pieces of any size, from a file or an answer's body; lines end in a line feed
 */
export async function verifyAuditExport(
  text: AsyncIterable<string> | Iterable<string>,
  options: AuditExportOptions = {},
): Promise<ExportReport> {
  const { keys, noted = [] } = options;
  const verification = new ExportVerification({
    verify: verifyEd25519,
    thumbprints: keys === undefined ? null : new Set(keys),
    anchors: noted,
  });
  let format: "jsonl" | "csv" = "jsonl";
  for await (const line of wholeLines(text)) {
    if (isCsvHeading(line)) format = "csv";
    else await verification.take(readExportLine(format, line));
  }
  return verification.report();
}

/** Whatever pieces a text comes in, its lines. */
async function* wholeLines(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
