import { engine } from "./engine/engine-suite.ts";
import { machine } from "./machine.ts";
import { toJsonLines, toTable } from "./report.ts";
import { outcomeOf, type Suite } from "./suite.ts";

const suites: Readonly<Record<string, () => Suite>> = { engine };

const flags = process.argv.slice(2).filter((arg) => arg.startsWith("--"));
const [name = "", ...more] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const make = suites[name];

if (make === undefined || more.length > 0 || flags.some((flag) => flag !== "--json")) {
  console.error(`Name one suite, and --json at most: npm run bench -- SUITE [--json]. Suites: ${Object.keys(suites)}.`);
  process.exitCode = 2;
} else {
  process.stderr.write(`${machine()}\n`);
  const { figures, failures } = await outcomeOf(make(), ({ figure }) => process.stderr.write(`measured: ${figure}\n`));
  console.log(flags.includes("--json") ? toJsonLines(figures) : toTable(figures));
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
