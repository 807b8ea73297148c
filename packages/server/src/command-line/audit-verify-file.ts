import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type ChainHead, type ExportReport, ExportVerification, isCsvHeading, readExportLine } from "@countersign/core";
import { readJournal } from "../audit/checkpoint-journal.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { verifySignature } from "../signing/verify-signature.ts";
import type { FlagName } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import type { Output } from "./output.ts";

/**
 * Verifies an export line by line. On stdout: the chain, its first and last event, up to where it is sealed, how many
 * events are not sealed yet, and `intact` or the first event that is not what it was.
 */
export async function verifyExportFile(
  file: string,
  flags: ReadonlyMap<FlagName, string>,
  output: Output,
): Promise<Outcome> {
  if (!existsSync(file)) throw new StartFault(`There is no file ${file}.`);
  const keys = flags.get("key");
  const thumbprints = keys === undefined ? null : new Set(keys.split(","));
  const report = await reportOf(file, thumbprints, anchorsIn(flags.get("checkpoints")));
  const { chain, from, to, sealed, notYetSealed, broken } = report;
  const state =
    broken === null ? "intact" : `broken at ${broken.seq}${broken.through > broken.seq ? `-${broken.through}` : ""}`;
  output.data(
    `${chain ?? "-"}\t${from}\t${to}\tsealed to ${sealed?.seq ?? 0}\t${notYetSealed} not yet sealed\t${state}`,
  );
  if (broken !== null) {
    output.words(broken.message);
    return "broken";
  }
  if (sealed !== null) output.words(`Sealed up to event ${sealed.seq} at ${sealed.at} by the key ${sealed.keyId}.`);
  if (notYetSealed > 0) {
    output.words(`The last ${notYetSealed} events are not yet sealed: whoever has the database could have made them.`);
  }
  if (thumbprints === null) {
    output.words(
      "The keys are those that the export names. Compare their thumbprints with ones that you noted, or name those with --key.",
    );
  }
  return "done";
}

async function reportOf(
  file: string,
  thumbprints: ReadonlySet<string> | null,
  anchors: ReadonlyMap<string, ChainHead>,
): Promise<ExportReport> {
  let verification: ExportVerification | null = null;
  let format: "jsonl" | "csv" = "jsonl";
  for await (const line of createInterface({
    input: createReadStream(file, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (verification === null && isCsvHeading(line)) {
      format = "csv";
      continue;
    }
    const entry = readExportLine(format, line);
    if (verification === null) {
      const noted = entry?.type === "export" ? anchors.get(entry.chain) : undefined;
      verification = new ExportVerification({
        verify: verifySignature,
        thumbprints,
        anchors: noted === undefined ? [] : [noted],
      });
    }
    await verification.take(entry);
  }
  return (verification ?? new ExportVerification({ verify: verifySignature, thumbprints, anchors: [] })).report();
}

function anchorsIn(file: string | undefined): ReadonlyMap<string, ChainHead> {
  if (file === undefined) return new Map();
  if (!existsSync(file)) throw new StartFault(`There is no file ${file}.`);
  return readJournal(file);
}
