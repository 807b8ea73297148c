import { runWithout } from "./guard-check.ts";
import { guards } from "./guards.ts";

/*
 * `npm run prove -- guards`: takes each guard away that a test of a known way around an approval names, in a copy of the
 * sources, and demands that the test passes with it and fails without it. Ends with 0 only where all do.
 */

const asked = process.argv[2];
const failed: string[] = [];
const sound = new Set<string>();
for (const guard of guards) {
  if (asked !== undefined && !guard.way.includes(asked)) continue;
  const { file, title } = guard.test;
  if (!sound.has(title)) {
    const whole = await runWithout([], guard);
    if (whole === "passed") sound.add(title);
    else failed.push(`${guard.way}: with the guard, "${title}" ${whole}`);
  }
  const without = await runWithout(guard.patches, guard);
  const found = without === "failed";
  if (!found) failed.push(`${guard.way}: without the guard, "${title}" ${without}`);
  console.log(`${found ? " " : "!"} ${guard.way}`);
  for (const patch of guard.patches) console.log(`    ${patch.file}`);
  console.log(`    ${found ? "found" : without} by ${file}: ${title}`);
}
console.log(failed.length === 0 ? "\nEvery guard is needed, and its test says so." : `\n${failed.join("\n")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
