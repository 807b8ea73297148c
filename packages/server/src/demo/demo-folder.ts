import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartFault } from "../configuration/start-fault.ts";
import { type DemoRecord, parseDemoRecord } from "./demo-record.ts";

/** The demo of a data folder: a folder of its own, so that it never mixes with real data. */
export interface DemoFolder {
  readonly database: string;
  readonly record: DemoRecord;
}

const database = "countersign.db";
const record = "demo.json";
const drafts = /^demo\.writing-(\d+)$/;

/**
 * Opens the demo of a data folder, writing it first where there is none. It is written aside and gets its place when it is
 * whole: killed in the middle, the next start begins again.
 *
 * @param write fills the database at the path and answers what cannot be read from it
 */
export async function openDemoFolder(
  data: string,
  options: { readonly fresh: boolean; readonly write: (database: string) => Promise<DemoRecord> },
): Promise<DemoFolder> {
  const place = join(data, "demo");
  removeAbandoned(data);
  if (options.fresh) rmSync(place, { recursive: true, force: true });
  if (!existsSync(place)) {
    const draft = join(data, `demo.writing-${process.pid}`);
    try {
      mkdirSync(draft, { mode: 0o700 });
      const written = await options.write(join(draft, database));
      writeFileSync(join(draft, record), `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 });
      renameSync(draft, place);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return { database: join(place, database), record: readRecord(join(place, record)) };
}

function readRecord(file: string): DemoRecord {
  const known = existsSync(file) ? parseDemoRecord(readFileSync(file, "utf8")) : null;
  if (known !== null) return known;
  throw new StartFault(`${file} is not a demo of this version; begin it anew with --fresh.`);
}

/** What a process left behind that was killed while it wrote; what another one is writing stays. */
function removeAbandoned(data: string): void {
  for (const name of readdirSync(data)) {
    const pid = Number(drafts.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && (pid === process.pid || !isRunning(pid))) {
      rmSync(join(data, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
