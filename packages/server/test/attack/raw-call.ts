import type { JsonValue } from "@countersign/core";
import type { CountersignServer } from "../../src/compose.ts";
import { isQuery } from "./declared-access.ts";

/** An answer as it stands on the wire. */
export interface RawAnswer {
  readonly status: number;
  /** The body, the id of the call taken out. */
  readonly body: string;
  /** `answered`, or the code of the refusal. */
  readonly outcome: string;
  readonly result: unknown;
}

/** Calls a procedure as any HTTP client could, in the method that belongs to it. */
export async function rawCall(
  server: CountersignServer,
  procedure: string,
  input: JsonValue,
  headers: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  const url = new URL(`http://127.0.0.1/trpc/${procedure}`);
  const reads = isQuery(procedure);
  if (reads) url.searchParams.set("input", JSON.stringify(input));
  const init = reads ? {} : { method: "POST", body: JSON.stringify(input) };
  return read(
    await server.fetch(new Request(url, { ...init, headers: { "content-type": "application/json", ...headers } })),
  );
}

/** Asks a plain route. */
export async function rawFetch(
  server: CountersignServer,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  return read(await server.fetch(new Request(`http://127.0.0.1${path}`, { headers })));
}

async function read(answer: Response): Promise<RawAnswer> {
  const body = (await answer.text()).replace(/call_[0-9a-z]{20}/g, "call");
  const json: unknown = body.startsWith("{") ? JSON.parse(body) : body;
  if (answer.ok)
    return { status: answer.status, body, outcome: "answered", result: field(field(json, "result"), "data") };
  const error = field(json, "error");
  const refusal = field(field(error, "data"), "countersign") ?? error;
  return { status: answer.status, body, outcome: String(field(refusal, "code")), result: undefined };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
