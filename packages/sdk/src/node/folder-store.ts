import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OpenPromptStore } from "../prompt/kept-copies.ts";

/**
 * Keeps prompts in a folder, for `createClient({ prompts: { store: folderStore("/var/cache/app") } })`: a program that
 * starts while the server cannot be reached is given what it was given last, as long as `maxStale` allows. Each server and
 * key has files of its own, which hold the texts of prompts and no key. They are this account's alone to read (0600), are
 * written whole or not at all, and are not believed where somebody else could have written them.
 */
export function folderStore(folder: string): OpenPromptStore {
  return ({ url, key }) => {
    const place = join(folder, shortHash(JSON.stringify([url, key])));
    const fileOf = (name: string): string => join(place, `${shortHash(name)}.json`);
    return {
      load: (name) => readOwn(fileOf(name)),
      save: async (name, text) => {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const unfinished = join(place, `${randomBytes(12).toString("hex")}.unfinished`);
        try {
          const file = await open(unfinished, "wx", 0o600);
          try {
            await file.writeFile(text);
          } finally {
            await file.close();
          }
          await rename(unfinished, fileOf(name));
        } catch (error) {
          await rm(unfinished, { force: true });
          throw error;
        }
      },
      clear: async () => {
        const files = await readdir(place).catch(() => []);
        for (const file of files) await rm(join(place, file), { force: true });
      },
    };
  };
}

/** The text of a file that this account alone can write. */
async function readOwn(path: string): Promise<string | null> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return null;
  try {
    const { uid, mode } = await file.stat();
    // Windows knows neither, and keeps a folder of an account from others by other means.
    const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return own ? await file.readFile("utf8") : null;
  } finally {
    await file.close();
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
