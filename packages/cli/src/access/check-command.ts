import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { planFile, planText } from "./planned.ts";

/** Finds what differs between a manifest and what stands: for CI. */
export const run: Run = async (invocation) => {
  const { json, next, output } = invocation;
  const plan = await planFile(invocation, await invocation.client());
  output.data(json ? jsonText(plan) : planText(plan, output.paint));
  if (plan.changes.length === 0) {
    output.words("What stands is what the manifest says.");
    return "done";
  }
  output.words(`${plan.changes.length} changes lead to what the manifest says.`);
  next("countersign apply");
  return "different";
};
