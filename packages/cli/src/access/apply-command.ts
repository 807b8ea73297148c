import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { applyPlan, type ReadyPlan } from "@countersign/sdk/access";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { planFile, planText } from "./planned.ts";

/** Does what a manifest says, or exactly what a kept plan says, all or nothing. */
export const run: Run = async (invocation) => {
  const { folder, has, input, json, next, output, text } = invocation;
  const kept = text("plan");
  const client = await invocation.client();
  const plan = kept === undefined ? await planFile(invocation, client) : readPlan(resolve(folder, kept), kept);
  if (kept === undefined && plan.changes.length > 0 && !has("yes")) {
    if (!input.interactive) {
      throw new Fault(
        "Nothing was applied: nobody has looked at the plan.",
        "Give --yes, or keep a plan with `countersign plan --out FILE` and apply that.",
      );
    }
    output.words(planText(plan, output.paint));
    const answer = await input.ask(`Apply these ${plan.changes.length} changes? [y/N] `);
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Fault("Nothing was applied.", "Answer y to apply it.");
  }
  output.progress(`applying ${plan.changes.length} changes …`);
  const applied = await applyPlan(client, plan);
  if (json) {
    output.data(jsonText(applied));
  } else if (applied.changes.length === 0) {
    output.words("Nothing was to be done.");
  } else {
    output.data(applied.changes.map((change) => `${change.text}\n`).join(""));
    output.words(`${applied.changes.length} changes are applied, at revision ${applied.revision}.`);
    for (const policy of applied.proposals)
      output.words(`A loosening of the policy ${policy} waits for the decision of an owner who did not propose it.`);
  }
  next("countersign check");
  return "done";
};

function readPlan(path: string, file: string): ReadyPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Fault(`${file} holds no plan.`, "Make one with `countersign plan --out FILE`.", error);
  }
  if (isPlan(plan)) return plan;
  throw new Fault(`${file} holds no plan.`, "Make one with `countersign plan --out FILE`.");
}

/** Whether it is what `plan --out` writes, as far as an apply needs it; the server reads the rest. */
function isPlan(value: unknown): value is ReadyPlan {
  return (
    typeof value === "object" &&
    value !== null &&
    "revision" in value &&
    typeof value.revision === "number" &&
    "digest" in value &&
    typeof value.digest === "string" &&
    "changes" in value &&
    Array.isArray(value.changes) &&
    "input" in value &&
    typeof value.input === "object" &&
    value.input !== null
  );
}
