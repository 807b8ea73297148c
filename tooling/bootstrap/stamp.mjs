import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { root, toolchain } from "./repository.mjs";

/**
 * Does something unless it was done before with the same input and its result is still there.
 *
 * @param {object} work
 * @param {string} work.name of the stamp, one a kind of work
 * @param {readonly string[]} work.files whose content is the input, absolute or relative to the checkout
 * @param {readonly string[]} work.facts what else is the input, as text
 * @param {() => boolean} work.stillThere whether the result is still there
 * @param {() => Promise<void>} work.act
 * @param {string} [work.stamps] folder of the stamps
 * @returns {Promise<void>}
 */
export async function onceForInput({ name, files, facts, stillThere, act, stamps = join(toolchain, "stamps") }) {
  const stamp = join(stamps, name);
  const input = hash(files, facts);
  if (read(stamp) === input && stillThere()) return;
  rmSync(stamp, { force: true });
  // The input was hashed before the act: what changes while it goes on makes the next one act again.
  await act();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, input);
}

/**
 * @param {readonly string[]} files
 * @param {readonly string[]} facts
 */
function hash(files, facts) {
  const digest = createHash("sha256");
  for (const fact of facts) digest.update(`${fact}\0`);
  for (const file of files) {
    const content = readFileSync(resolve(root, file));
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  return digest.digest("hex");
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
