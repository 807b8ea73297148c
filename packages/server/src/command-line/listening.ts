import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type App, refusalAnswer } from "../app.ts";
import { StartFault } from "../configuration/start-fault.ts";
import type { QuickFetch, QuickRequest } from "../delivery/quick-fetch.ts";
import { clientAddress } from "../http/client-address.ts";

/** How long, in milliseconds, requests under way have to finish once the server stops. */
const patience = 5_000;

/** A socket that is taken. It answers "unavailable" until it is given something to serve. */
export interface Listening {
  readonly port: number;
  /** Where it is reached from this machine, such as `http://127.0.0.1:4700`. */
  readonly origin: string;
  /** @param quick is asked before the app */
  serve(app: App, quick?: QuickFetch): void;
  /** Accepts nothing more, lets requests under way finish, and cuts those that take too long. */
  close(): Promise<void>;
}

/**
 * Takes the port.
 *
 * @throws a {@link StartFault} where it cannot be had
 */
export async function listen(place: {
  readonly host: string;
  readonly port: number;
  readonly proxies: number;
}): Promise<Listening> {
  let app: App = starting;
  const answer = getRequestListener(
    (request, { incoming }) =>
      app(request, {
        address: clientAddress(
          incoming.socket.remoteAddress ?? "",
          request.headers.get("x-forwarded-for"),
          place.proxies,
        ),
      }),
    { overrideGlobalObjects: false },
  );
  let quick: QuickFetch = () => null;
  const server = createServer((incoming, outgoing) => {
    const ready = quick(quickRequest(incoming));
    if (ready === null) {
      void answer(incoming, outgoing);
      return;
    }
    outgoing.writeHead(ready.status, ready.headers);
    outgoing.end(ready.body ?? undefined);
  });
  const port = await bind(server, place);
  const host = /^(0\.0\.0\.0|::)$/.test(place.host) ? "localhost" : place.host;
  return {
    port,
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    serve: (next, first) => {
      app = next;
      quick = first ?? quick;
    },
    close: () => close(server),
  };
}

function quickRequest({ method, url, headers }: IncomingMessage): QuickRequest {
  return {
    method: method ?? "",
    target: url ?? "",
    header: (name) => {
      const value = headers[name];
      return typeof value === "object" ? value.join(", ") : value;
    },
  };
}

function bind(server: Server, place: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(new StartFault(faultOf(cause, place))));
    server.listen(place.port, place.host, () => resolve(portOf(server.address(), place.port)));
  });
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === "object" && address !== null ? address.port : asked;
}

function faultOf(
  cause: NodeJS.ErrnoException,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  switch (cause.code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is in use; stop what uses it, or choose another one with PORT.`;
    case "EACCES":
      return `Port ${port} is not for this account to take; choose one above 1023 with PORT.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine; choose another one with COUNTERSIGN_HOST.`;
    default:
      return `Port ${port} of ${host} can't be taken (${cause.code ?? cause.message}).`;
  }
}

async function close(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that is kept alive falls idle only when its last answer is sent.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), patience);
  await ended;
  clearInterval(idle);
  clearTimeout(late);
}

const starting: App = async () => {
  const answer = refusalAnswer({
    code: "unavailable",
    message: "The server is starting.",
    remedy: "Try again in a second.",
  });
  answer.headers.set("retry-after", "1");
  return answer;
};
