import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { planFile, planText } from "./planned.ts";

/** Says what an apply would do, and who would gain and lose what. Changes nothing. */
export const run: Run = async (invocation) => {
  const { folder, has, json, next, output, text } = invocation;
  const plan = await planFile(invocation, await invocation.client());
  const file = text("out");
  if (file !== undefined) writeFileSync(resolve(folder, file), jsonText(plan), { mode: 0o600 });
  output.data(json ? jsonText(plan) : planText(plan, output.paint));
  if (plan.changes.length === 0) output.words("Nothing is to be done.");
  else {
    output.words(`${plan.changes.length} changes, planned against revision ${plan.revision}.`);
    next(file === undefined ? "countersign apply" : `countersign apply --plan ${file}`);
  }
  return plan.changes.length > 0 && has("exit-code") ? "different" : "done";
};
