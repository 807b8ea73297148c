/** @typedef {{ readonly name: string, readonly message: string }} Failed */
/** @typedef {{ readonly name: string, readonly reason: string }} Skipped reason is empty where the test gives none */
/** @typedef {{ readonly passed: number, readonly failed: readonly Failed[], readonly skipped: readonly Skipped[] }} Report */

/**
 * How the tests of one package went.
 *
 * @typedef {object} PackageRun
 * @property {string} package
 * @property {boolean} filtered whether only a part of its tests was asked for
 * @property {number} exitCode of the process that ran them
 * @property {string} output all that it said
 * @property {Report | undefined} report undefined where it wrote none
 */

/**
 * Adds up the runs of all packages. A run that crashed, had no tests or wrote no report counts as a failure, and so
 * does a skipped test that doesn't say why (`context.skip("why")` says it).
 *
 * @param {readonly PackageRun[]} runs
 * @returns {{ readonly ok: boolean, readonly lines: readonly string[] }} the last line is `N passed, N failed, N skipped`
 */
export function summarize(runs) {
  const judged = [...runs].sort((a, b) => a.package.localeCompare(b.package)).map(judge);
  const passed = judged.reduce((sum, one) => sum + one.passed, 0);
  const failed = judged.flatMap((one) => one.failed);
  const skipped = judged.flatMap((one) => one.skipped);
  const ok = failed.length === 0 && passed > 0;
  const nothing = passed === 0 && failed.length === 0 ? ["FAILED: no test ran at all."] : [];
  return {
    ok,
    lines: [
      ...judged.flatMap((one) => one.output),
      ...judged.map((one) => `${one.package}: ${count(one)}`),
      ...failed.map(({ name, message }) => `FAILED ${name}: ${message.trim().split("\n")[0]}`),
      ...skipped.map(({ name, reason }) => `SKIPPED ${name}: ${reason}`),
      ...nothing,
      count({ passed, failed, skipped }),
    ],
  };
}

/** @param {PackageRun} run */
function judge(run) {
  const report = run.report ?? { passed: 0, failed: [], skipped: [] };
  const named = (/** @type {string} */ name) => `${run.package} ${name}`;
  const unexplained = run.filtered ? [] : report.skipped.filter(({ reason }) => reason === "");
  const failed = [
    ...report.failed.map(({ name, message }) => ({ name: named(name), message })),
    ...unexplained.map(({ name }) => ({ name: named(name), message: "is skipped and doesn't say why" })),
  ];
  const message = failed.length > 0 ? undefined : whatWentWrong(run);
  if (message !== undefined) failed.push({ name: run.package, message });
  return {
    package: run.package,
    passed: report.passed,
    failed,
    skipped: report.skipped
      .filter(({ reason }) => reason !== "")
      .map(({ name, reason }) => ({ name: named(name), reason })),
    output: failed.length > 0 ? [run.output.trimEnd(), ""] : [],
  };
}

/**
 * What is wrong with a run in which no single test failed.
 *
 * @param {PackageRun} run
 */
function whatWentWrong({ report, exitCode, filtered }) {
  if (report === undefined) return `wrote no report (exit code ${exitCode})`;
  if (report.passed + report.skipped.length === 0) return filtered ? "has no test that was asked for" : "has no tests";
  if (exitCode !== 0) return `ended with exit code ${exitCode} though no test failed`;
  return undefined;
}

/** @param {{ passed: number, failed: readonly unknown[], skipped: readonly unknown[] }} counted */
function count({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}
