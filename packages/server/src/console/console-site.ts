import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { StartFault } from "../configuration/start-fault.ts";

/** The built console, read whole when the server starts: nothing outside of it can be asked for. */
export interface ConsoleSite {
  /** The text of `index.html`. */
  readonly page: string;
  /** Every other file by its path below the site, such as `assets/index-3f2a.js`. */
  readonly files: ReadonlyMap<string, SiteFile>;
}

export interface SiteFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Its name changes with its content. */
  readonly immutable: boolean;
  readonly etag: string;
}

/**
 * Finds the built console: the folder that is named, or else `@countersign/admin-ui` beside this package or installed in
 * the working directory. `null` where it is not built.
 *
 * @throws a {@link StartFault} for a named folder that holds none
 */
export function findConsoleSite(named: string | null): ConsoleSite | null {
  if (named !== null) {
    const site = readSite(named);
    if (site === null) throw new StartFault(`COUNTERSIGN_CONSOLE names ${named}, which holds no built console.`);
    return site;
  }
  for (const folder of usualFolders()) {
    const site = readSite(folder);
    if (site !== null) return site;
  }
  return null;
}

function usualFolders(): readonly string[] {
  // From `src/console` and from `dist/console` alike; installed packages of one scope are siblings too.
  const beside = fileURLToPath(new URL("../../../admin-ui/dist/site", import.meta.url));
  try {
    const here = createRequire(join(process.cwd(), "package.json"));
    return [beside, join(dirname(here.resolve("@countersign/admin-ui/styles.css")), "site")];
  } catch {
    return [beside];
  }
}

function readSite(folder: string): ConsoleSite | null {
  const files = new Map<string, SiteFile>();
  for (const path of regularFilesBelow(folder)) {
    const bytes = Uint8Array.from(readFileSync(join(folder, path)));
    const name = path.split(sep).join("/");
    files.set(name, {
      bytes,
      type: types[extname(name)] ?? "application/octet-stream",
      immutable: name.startsWith("assets/"),
      etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    });
  }
  const page = files.get("index.html");
  if (page === undefined) return null;
  files.delete("index.html");
  return { page: new TextDecoder().decode(page.bytes), files };
}

/** Paths of the regular files below a folder. Links are left out, of folders too: what they lead to may lie outside. */
function regularFilesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    if (!entry.isDirectory()) return [];
    return regularFilesBelow(join(folder, entry.name)).map((path) => join(entry.name, path));
  });
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
