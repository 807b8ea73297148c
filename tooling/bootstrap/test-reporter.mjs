import { writeFileSync } from "node:fs";
import { relative } from "node:path";

/** A reporter of vitest that writes what test-summary.mjs reads to the file that `COUNTERSIGN_TEST_REPORT` names. */
export default class TestReporter {
  /**
   * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
   * @param {ReadonlyArray<{ readonly message: string }>} unhandled
   * @param {import("vitest/node").TestRunEndReason} reason
   */
  onTestRunEnd(modules, unhandled, reason) {
    const file = process.env.COUNTERSIGN_TEST_REPORT;
    if (file === undefined) throw new Error("COUNTERSIGN_TEST_REPORT names no file to report to.");
    writeFileSync(file, JSON.stringify(reportOf(modules, unhandled, reason)));
  }
}

/**
 * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
 * @param {ReadonlyArray<{ readonly message: string }>} unhandled
 * @param {import("vitest/node").TestRunEndReason} reason
 * @returns {import("./test-summary.mjs").Report}
 */
function reportOf(modules, unhandled, reason) {
  /** @type {{ passed: number, failed: import("./test-summary.mjs").Failed[], skipped: import("./test-summary.mjs").Skipped[] }} */
  const report = { passed: 0, failed: [], skipped: [] };
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId);
    // A file that can't be loaded, and a group whose set-up throws, have tests that were never run.
    const broken = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
    for (const error of broken) report.failed.push({ name: file, message: error.message });
    if (module.state() === "pending" || module.state() === "queued")
      report.failed.push({ name: file, message: "did not end" });
    for (const test of module.children.allTests()) {
      const name = `${file} > ${test.fullName}`;
      const result = test.result();
      if (result.state === "passed") report.passed += 1;
      else if (result.state === "skipped") report.skipped.push({ name, reason: result.note ?? "" });
      else
        report.failed.push({ name, message: result.errors?.map((error) => error.message).join("\n") ?? "did not end" });
    }
  }
  for (const error of unhandled) report.failed.push({ name: "outside of any test", message: error.message });
  if (reason === "interrupted") report.failed.push({ name: "the whole run", message: "was interrupted" });
  return report;
}
