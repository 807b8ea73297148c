import { createClient, isCountersignError } from "@countersign/sdk";
import { provisionAccess } from "./access.ts";

const { COUNTERSIGN_URL: url, COUNTERSIGN_KEY: key, COUNTERSIGN_REVIEWERS: reviewers = "" } = process.env;

if (url === undefined || key === undefined) {
  process.stderr.write("Set COUNTERSIGN_URL, and COUNTERSIGN_KEY to a key that may do what access.ts describes.\n");
  process.exitCode = 1;
} else {
  try {
    const steps = await provisionAccess(createClient({ url, key }), reviewers.split(",").filter(Boolean));
    for (const { what, changed } of steps) process.stdout.write(`${changed ? "changed" : "as it was"}  ${what}\n`);
  } catch (error) {
    if (!isCountersignError(error)) throw error;
    process.stderr.write(`${error.message} ${error.remedy ?? ""}\n`);
    process.exitCode = 1;
  }
}
