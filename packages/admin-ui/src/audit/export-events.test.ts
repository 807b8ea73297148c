import type { AuditApi } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { type ExportProgress, exportEvents } from "./export-events.ts";

const chain = Array.from({ length: 450 }, (_, index) => ({
  seq: index + 1,
  bytes: `{"seq":${index + 1}}`,
  hash: `h${index + 1}`,
}));
const audit: Pick<AuditApi, "export"> = {
  export: async ({ afterSeq = 0, limit = 50 }) => {
    const rows = chain.filter(({ seq }) => seq > afterSeq).slice(0, limit);
    const last = rows.at(-1)?.seq ?? 0;
    return { rows, nextSeq: last < chain.length ? last : null };
  },
};
const never = new AbortController().signal;

describe("an export of the audit log", () => {
  it("reads every event once, in order, with its exact bytes", async () => {
    const progress: ExportProgress[] = [];
    const parts = await exportEvents(audit, never, (step) => progress.push(step));
    const lines = parts
      .join("")
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual(chain.map(({ seq, hash, bytes }) => ({ seq, hash, bytes })));
    expect(progress).toEqual([
      { events: 200, lastSeq: 200 },
      { events: 400, lastSeq: 400 },
      { events: 450, lastSeq: 450 },
    ]);
  });

  it("ends when it is told to", async () => {
    const stop = new AbortController();
    await expect(exportEvents(audit, stop.signal, () => stop.abort(new Error("enough")))).rejects.toThrow("enough");
  });

  it("is empty for an empty chain, and gives up on a server that does not move on", async () => {
    expect(await exportEvents({ export: async () => ({ rows: [], nextSeq: null }) }, never, () => {})).toEqual([]);
    const stuck = { export: async () => ({ rows: chain.slice(0, 1), nextSeq: 1 }) };
    await expect(exportEvents(stuck, never, () => {})).rejects.toThrow("does not move on");
  });
});
