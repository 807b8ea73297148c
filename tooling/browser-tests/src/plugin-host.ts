import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

/** The example's application as its owner would serve it; disposing of it ends it. */
export interface PluginHost extends AsyncDisposable {
  /** Its origin. */
  readonly url: string;
}

/**
 * Serves the built example under a strict policy, every address with its page, and passes `/countersign` on.
 *
 * @param site the folder that it was built into
 * @param consolePath where its page is told that the console lives
 * @param countersign the server's address
 */
export async function startPluginHost(site: string, consolePath: string, countersign: string): Promise<PluginHost> {
  const page = readFileSync(join(site, "index.html"), "utf8").replace(
    'name="console-path" content="/prompts"',
    `name="console-path" content="${consolePath}"`,
  );
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    if (path.startsWith("/countersign/")) passOn(request, response, countersign);
    else if (path.startsWith("/assets/")) answerFile(response, join(site, normalize(path)));
    else answerPage(response, page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The host got no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, countersign: string): void {
  const target = `${countersign}${(request.url ?? "").slice("/countersign".length)}`;
  const onward = httpRequest(target, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once("error", () => response.destroy());
  request.pipe(onward);
}

function answerFile(response: ServerResponse, file: string): void {
  try {
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css" };

function answerPage(response: ServerResponse, page: string): void {
  const nonce = randomBytes(18).toString("base64");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
  ];
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy.join("; ") })
    .end(page.replaceAll("LARKFIELD_NONCE", nonce));
}
