import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AppOptions } from "../app.ts";
import { consolePage } from "./console-page.ts";
import type { ConsoleSite, SiteFile } from "./console-site.ts";

/** Programs' addresses, which no page of the console has. */
const programs = /^(trpc|v1|livez|access\/v1)(\/|$)/;

/**
 * Serves the built console at the base path: its files by their names, and its page for every other address that a
 * browser opens, so that deep links work. Register it last.
 *
 * @param site `null` where the console is not built: then the page says so, and everything else works
 */
export function consoleRoutes(site: ConsoleSite | null): AppOptions["routes"][number] {
  const squeezed = new WeakMap<SiteFile, Promise<Uint8Array<ArrayBuffer>>>();
  return (app, { basePath }) => {
    app.get("/*", async (c, next) => {
      const path = c.req.path.slice(basePath.length).replace(/^\/+/, "");
      if (programs.test(path)) return next();
      if (site === null) return isOpened(path, c.req.header("accept")) ? notBuilt() : next();
      const file = site.files.get(path);
      if (file !== undefined) return fileAnswer(file, c.req.raw.headers, squeezed);
      // A file that is gone is not answered with a page: a browser would run it as a script.
      if (path.startsWith("assets/") || !isOpened(path, c.req.header("accept"))) return next();
      const page = consolePage(site.page, basePath);
      return new Response(page.html, {
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": page.contentSecurityPolicy,
          "cross-origin-opener-policy": "same-origin",
          "x-frame-options": "DENY",
          "permissions-policy": "camera=(), geolocation=(), microphone=()",
          // The nonce in it counts for this one answer.
          "cache-control": "no-store",
        },
      });
    });
  };
}

/** Whether a browser opens this as a page; the front page is one for whoever asks. */
function isOpened(path: string, accept: string | undefined): boolean {
  return path === "" || (accept ?? "").includes("text/html");
}

async function fileAnswer(
  file: SiteFile,
  asked: Headers,
  squeezed: WeakMap<SiteFile, Promise<Uint8Array<ArrayBuffer>>>,
): Promise<Response> {
  const headers = new Headers({
    "content-type": file.type,
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
    etag: file.etag,
    vary: "accept-encoding",
  });
  if (asked.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers });
  const squeezable = /^(text\/|application\/json|image\/svg)/.test(file.type) && file.bytes.length > 1024;
  if (!squeezable || !/\bgzip\b/.test(asked.get("accept-encoding") ?? "")) {
    return new Response(file.bytes, { headers });
  }
  let body = squeezed.get(file);
  if (body === undefined) {
    body = promisify(gzip)(file.bytes).then((bytes) => Uint8Array.from(bytes));
    squeezed.set(file, body);
  }
  headers.set("content-encoding", "gzip");
  return new Response(await body, { headers });
}

function notBuilt(): Response {
  return new Response(
    "The console is not built. In the repository, `npm start` builds it; elsewhere, name the folder of a built one with COUNTERSIGN_CONSOLE. The API works without it.\n",
    { status: 503, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } },
  );
}
