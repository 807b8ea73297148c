import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";

const rowsAtOnce = 1_000;

/** Writes the audit log as it is stored, oldest first, a row a line. The export is itself an event. */
export const run: Run = async ({ client: connect, folder, next, output, text }) => {
  const client = await connect();
  const file = text("out");
  const handle = file === undefined ? null : openNew(resolve(folder, file), file);
  let rows = 0;
  try {
    for (let afterSeq: number | null = 0; afterSeq !== null; ) {
      const page: Awaited<ReturnType<typeof client.audit.export>> = await client.audit.export({
        afterSeq,
        limit: rowsAtOnce,
      });
      const lines = page.rows.map((row) => `${JSON.stringify(row)}\n`).join("");
      if (handle === null) output.data(lines);
      else writeSync(handle, lines);
      rows += page.rows.length;
      afterSeq = page.nextSeq;
      output.progress(`${rows} events`);
    }
  } finally {
    if (handle !== null) closeSync(handle);
  }
  output.words(`${rows} events${file === undefined ? "" : ` in ${file}`}.`);
  next("countersign audit verify");
  return "done";
};

function openNew(path: string, file: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    throw new Fault(`${file} cannot be written, or is there already.`, "Name a file that is not there yet.", error);
  }
}
