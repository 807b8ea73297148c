import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { commandLine } from "./command-line.ts";
import { type History, importByCommands } from "./import-by-commands.ts";

const usage = `Usage: histories-by-commands FILE --url URL [--program countersign]

Brings prompt histories, JSON Lines of { name, versions: [{ at, content }] }, into development, and the latest version of
each through review into production, with the command line alone. The environment holds the keys of three people:
COUNTERSIGN_ENGINEER_KEY, COUNTERSIGN_REVIEWER_KEY and COUNTERSIGN_PUBLISHER_KEY.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: "string" }, program: { type: "string", default: "countersign" } },
});
const [file] = positionals;
const { url } = values;
if (file === undefined || url === undefined) {
  process.stderr.write(usage);
  process.exit(1);
}
const of = (part: string) => commandLine(values.program.split(" "), url, process.env[`COUNTERSIGN_${part}_KEY`] ?? "");
const parties = { engineer: of("ENGINEER"), reviewer: of("REVIEWER"), publisher: of("PUBLISHER") };
const histories: readonly History[] = (await readFile(file, "utf8"))
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => JSON.parse(line));
for (const [index, history] of histories.entries()) {
  await importByCommands(parties, history);
  process.stderr.write(`${index + 1} of ${histories.length}: ${history.name}\n`);
}
