/**
 * Says in one short line, on stderr, what is going on.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`countersign: ${line}\n`);
}
