import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./progress.mjs";
import { toolchain } from "./repository.mjs";

/**
 * Does something while no other process of this checkout does: two terminals may well set up at the same time.
 *
 * @param {() => Promise<void>} act
 * @param {string} folder where the lock stands
 * @returns {Promise<void>}
 */
export async function alone(act, folder = toolchain) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, "setting-up");
  const mine = join(folder, `setting-up.${process.pid}`);
  // A link appears with its content, so nobody ever reads a lock without an owner.
  writeFileSync(mine, String(process.pid));
  try {
    for (let told = false; !take(mine, lock); ) {
      const owner = ownerOf(lock);
      if (owner !== undefined && !isAlive(owner)) rmSync(lock, { force: true });
      else {
        if (!told) say(`waiting for the set-up that process ${owner} is busy with`);
        told = true;
        await sleep(200);
      }
    }
    try {
      await act();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {string} mine
 * @param {string} lock
 */
function take(mine, lock) {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
