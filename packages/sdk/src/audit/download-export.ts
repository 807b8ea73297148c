import type { ExportFormat } from "@countersign/core";
import { errorOf } from "../transport/read-answer.ts";
import { type Question, request, type SendSettings } from "../transport/send.ts";

/** An export under way. Its text is read as it is taken, however long the log is. */
export interface AuditExport {
  /** How many events it will have. */
  readonly events: number;
  /** The name that the server gives the file. */
  readonly name: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** `audit:export`. The whole audit log, sealed and to be verified without a server. It leaves an event. */
export type DownloadExport = (options?: {
  /** Default `jsonl`. */
  readonly format?: ExportFormat;
  readonly signal?: AbortSignal;
}) => Promise<AuditExport>;

/** It is not tried again and has no time limit: whoever takes it says when it is enough. */
export function createDownloadExport(settings: SendSettings): DownloadExport {
  return async ({ format = "jsonl", signal = new AbortController().signal } = {}) => {
    const asked: Question = { ...question, path: `v1/audit/export?format=${format}` };
    const answer = await request(settings, asked, signal);
    if (!answer.ok || answer.body === null) {
      const text = await answer.text();
      throw errorOf({ status: answer.status, headers: answer.headers, text }, asked, parseJson(text));
    }
    const [, name = `audit.${format}`] =
      /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "") ?? [];
    return { events: Number(answer.headers.get("x-countersign-events") ?? 0), name, body: answer.body };
  };
}

const question: Question = {
  name: "export of the audit log",
  path: "v1/audit/export",
  method: "GET",
  headers: {},
  body: null,
  idempotencyKey: null,
  repeatable: false,
  options: undefined,
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
