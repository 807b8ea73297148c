import { machine } from "./machine.ts";
import { toJsonLines, toTable } from "./report.ts";
import { outcomeOf, type Suite } from "./suite.ts";

/** Runs the suite that the command line names and prints its figures; the exit code is 0 where nothing is absent or missed. */
export async function runSuite(
  suites: Readonly<Record<string, () => Suite>>,
  args: readonly string[],
  usage: string,
): Promise<void> {
  const flags = args.filter((arg) => arg.startsWith("--"));
  const [name = "", ...more] = args.filter((arg) => !arg.startsWith("--"));
  const make = suites[name];
  if (make === undefined || more.length > 0 || flags.some((flag) => flag !== "--json")) {
    console.error(`Name one, and --json at most: ${usage}. There are: ${Object.keys(suites)}.`);
    process.exitCode = 2;
    return;
  }
  process.stderr.write(`${machine()}\n`);
  const { figures, failures } = await outcomeOf(make(), ({ figure }) => process.stderr.write(`measured: ${figure}\n`));
  console.log(flags.includes("--json") ? toJsonLines(figures) : toTable(figures));
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
