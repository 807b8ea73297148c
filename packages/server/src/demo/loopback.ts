import type { App } from "../app.ts";
import { refusalAnswer } from "../app.ts";

/** Whether an address or a name reaches this machine alone. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  return name === "localhost" || name === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/**
 * Answers only requests that name this machine. The demo tells its passwords to whoever asks; a page of somebody else's
 * whose name was made to lead here must not be one of them.
 *
 * @param publicUrl another origin that an operator has named
 */
export function forThisMachine(app: App, publicUrl: string | null): App {
  return async (request, connection) => {
    const { hostname, host } = new URL(request.url);
    if (isLoopback(hostname) || (publicUrl !== null && new URL(publicUrl).host === host)) {
      return app(request, connection);
    }
    return refusalAnswer({
      code: "forbidden",
      message: "The demo answers only under a name of this machine.",
      remedy: "Open it at 127.0.0.1 or localhost.",
    });
  };
}
