import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleRoutes } from "../../src/console/console-routes.ts";
import { findConsoleSite } from "../../src/console/console-site.ts";
import { startTestServer } from "../fixtures/test-server.ts";

const page =
  '<!doctype html>\n<html lang="en">\n  <head>\n    <script src="./assets/app-1.js"></script>\n  </head></html>';
const script = `${"// the console\n".repeat(100)}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-console-"));
  const site = join(folder, "site");
  mkdirSync(join(site, "assets"), { recursive: true });
  writeFileSync(join(site, "index.html"), page);
  writeFileSync(join(site, "mark.svg"), "<svg/>");
  writeFileSync(join(site, "assets", "app-1.js"), script);
  writeFileSync(join(folder, "secret.txt"), "outside");
  symlinkSync(join(folder, "secret.txt"), join(site, "link.txt"));
  symlinkSync(folder, join(site, "up"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(["", "/x", "/a/b/c"])("at the base path %j", (basePath) => {
  const start = async () => {
    const server = await startTestServer("sqlite", {
      basePath,
      routes: [consoleRoutes(findConsoleSite(join(folder, "site")))],
    });
    return (path: string, headers: Record<string, string> = {}) =>
      server.fetch(new Request(`http://127.0.0.1${basePath}${path}`, { headers }));
  };

  it("answers its page for deep links, each with a nonce of its own", async () => {
    const get = await start();
    const nonces = new Set<string>();
    for (const path of ["/", "/w/production/prompts", "/requests/req_1?tab=x", "/w/dotted.name"]) {
      const answer = await get(path, { accept: "text/html,*/*" });
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain(`<head><base href="${basePath}/">`);
      const config = /<script type="application\/json" id="countersign-config">(.*?)<\/script>/.exec(html)?.[1] ?? "";
      const { nonce, ...rest } = JSON.parse(config) as { readonly nonce: string }; // what the page holds
      expect(rest).toEqual({ basePath: basePath === "" ? "/" : basePath });
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toMatch(/default-src 'none'; script-src 'self';.*frame-ancestors 'none'/);
      expect(policy).not.toContain("unsafe");
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it("serves hashed files for ever and others after asking, squeezed for whoever can take it", async () => {
    const get = await start();
    const asset = await get("/assets/app-1.js");
    expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await asset.text()).toBe(script);
    const squeezed = await get("/assets/app-1.js", { "accept-encoding": "gzip, br" });
    expect(squeezed.headers.get("content-encoding")).toBe("gzip");
    expect((await squeezed.arrayBuffer()).byteLength).toBeLessThan(script.length);
    const mark = await get("/mark.svg");
    expect(mark.headers.get("cache-control")).toBe("no-cache");
    const again = await get("/mark.svg", { "if-none-match": mark.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it("takes no path to what is outside, and lists nothing", async () => {
    const get = await start();
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/assets/../../secret.txt",
      "/link.txt",
      "/up/secret.txt",
      "/assets",
      "/assets/",
      "/assets/gone.js",
      "/index.html",
    ]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toMatch(/outside|app-1/);
    }
    // Not even to a browser that would take a page: it would run it as a script.
    expect((await get("/assets/gone.js", { accept: "text/html" })).status).toBe(404);
  });

  it("leaves programs' addresses and methods alone", async () => {
    const get = await start();
    for (const path of ["/trpc/no.such", "/v1/prompts", "/v1"]) {
      const answer = await get(path, { accept: "text/html" });
      expect(answer.headers.get("content-type")).toContain("application/json");
    }
    expect(await (await get("/livez", { accept: "text/html" })).text()).toBe("ok");
  });
});

it("says how to build it where it is not built, and the API works", async () => {
  const server = await startTestServer("sqlite", { routes: [consoleRoutes(null)] });
  const front = await server.fetch(new Request("http://127.0.0.1/"));
  expect(front.status).toBe(503);
  expect(await front.text()).toContain("COUNTERSIGN_CONSOLE");
  expect((await server.fetch(new Request("http://127.0.0.1/x", { headers: { accept: "text/html" } }))).status).toBe(
    503,
  );
  expect((await server.fetch(new Request("http://127.0.0.1/mark.svg"))).status).toBe(404);
  expect((await server.fetch(new Request("http://127.0.0.1/trpc/session.status?input={}"))).status).toBe(200);
});

it("refuses a named folder that holds no console", () => {
  expect(() => findConsoleSite(join(folder, "nowhere"))).toThrow("holds no built console");
});
