import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isCountersignError } from "@countersign/sdk";
import { readHistories } from "./histories.ts";
import { type ImportProgress, type ImportReport, importHistories } from "./import-histories.ts";
import { signIn } from "./party.ts";

const usage = `Usage: import-histories FILE --url URL [--source development] [--target production]
                        [--label production] [--concurrency 4]

Imports prompt histories, JSON Lines of { name, versions: [{ at, content }] }: every version into the source
workspace, the latest of each through a reviewed request into the target workspace. A second run changes nothing.

The engineer, the reviewer and the publisher are three principals, each named by environment variables:
COUNTERSIGN_ENGINEER_KEY, or COUNTERSIGN_ENGINEER_EMAIL and COUNTERSIGN_ENGINEER_PASSWORD; the same with REVIEWER
and PUBLISHER. The reviewer is a person: only people's reviews count.
`;

try {
  await main();
} catch (error) {
  const remedy = isCountersignError(error) && error.remedy !== undefined ? ` ${error.remedy}` : "";
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${remedy}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string" },
      source: { type: "string", default: "development" },
      target: { type: "string", default: "production" },
      label: { type: "string", default: "production" },
      concurrency: { type: "string", default: "4" },
      help: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  const concurrency = Number(values.concurrency);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (file === undefined || values.url === undefined || !Number.isInteger(concurrency) || concurrency < 1) {
    throw new Error(usage);
  }
  const histories = readHistories(await readFile(file, "utf8"));
  const parties = {
    engineer: await signIn(values.url, "engineer", process.env),
    reviewer: await signIn(values.url, "reviewer", process.env),
    publisher: await signIn(values.url, "publisher", process.env),
  };
  const { source, target, label } = values;
  const started = performance.now();
  const report = await importHistories(parties, { histories, source, target, label, concurrency }, showProgress);
  process.stdout.write(reportText(report, (performance.now() - started) / 1_000));
}

/** One line that is written over where people watch, some lines where a log is kept. */
function showProgress({ done, of, name }: ImportProgress): void {
  const text = `${done} of ${of} prompts, last ${name}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}${done === of ? "\n" : ""}`);
  else if (done === of || done % Math.ceil(of / 10) === 0) process.stderr.write(`${text}\n`);
}

function reportText(report: ImportReport, seconds: number): string {
  const { prompts, versions, saved, published, plain } = report;
  const lines = [
    `${prompts} prompts with ${versions} versions`,
    `${saved} versions saved, ${versions - saved} were there already`,
    `${published} latest versions published, ${prompts - published} were served already`,
    `${plain.length} versions kept as plain text, because they are no templates`,
    ...plain.map(({ name, number, why }) => `  ${name}, version ${number}: ${why}`),
    `${seconds.toFixed(1)} s, ${(versions / Math.max(seconds, 0.001)).toFixed(1)} versions a second`,
  ];
  return `${lines.join("\n")}\n`;
}
