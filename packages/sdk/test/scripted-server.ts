import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request. */
export type Behaviour =
  | {
      readonly type: "answer";
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  /** Closes the connection without a word. */
  | { readonly type: "drop" }
  /** Promises more than it sends, then closes the connection. */
  | { readonly type: "drop-in-body" }
  /** Never answers. */
  | { readonly type: "hang" };

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
}

/** A real HTTP server that does what it is told, one behaviour a request; the last one goes on for ever. */
export async function startScriptedServer(...script: readonly Behaviour[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const behaviour = script[Math.min(seen.length, script.length - 1)] ?? { type: "drop" };
      seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      behave(behaviour, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // `listen` on a port makes this an AddressInfo, not the path of a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/base`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A procedure's good answer. */
export function data(value: unknown): Behaviour {
  return json(200, { result: { data: value } });
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Behaviour {
  return { type: "answer", status, body: JSON.stringify(value), headers };
}

/** A procedure's refusal. */
export function refusal(status: number, countersign: object, headers: Record<string, string> = {}): Behaviour {
  return json(
    status,
    { error: { message: "refused", code: -32_000, data: { httpStatus: status, countersign } } },
    headers,
  );
}

function behave(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  switch (behaviour.type) {
    case "answer":
      response.writeHead(behaviour.status, { "content-type": "application/json", ...behaviour.headers });
      response.end(behaviour.status === 304 ? undefined : behaviour.body);
      return;
    case "drop":
      request.socket.destroy();
      return;
    case "drop-in-body":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"result":');
      setTimeout(() => request.socket.destroy(), 20);
      return;
    case "hang":
      return;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
