import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { findRequest } from "./find-request.ts";
import { lookedAt } from "./looked-at.ts";
import { stateText } from "./request-text.ts";

const verdicts = [
  { flag: "approve", verdict: "approve", does: "approve" },
  { flag: "request-changes", verdict: "request_changes", does: "ask for changes in" },
  { flag: "comment", verdict: "comment", does: "comment on" },
] as const;

/** Reviews what a request proposes. */
export const run: Run = async (invocation) => {
  const { has, json, next, output, positionals, text } = invocation;
  const given = verdicts.filter(({ flag }) => has(flag));
  const [chosen] = given;
  if (chosen === undefined || given.length > 1) {
    throw new Fault("A review has one verdict.", "Give --approve, --request-changes or --comment.");
  }
  const client = await invocation.client();
  const found = await findRequest(client, positionals[0] ?? "");
  const digest = await lookedAt(invocation, found, chosen.does);
  const request = await client.request.review({
    requestId: found.id,
    verdict: chosen.verdict,
    digest,
    body: text("body"),
  });
  if (json) {
    output.data(jsonText(request));
  } else {
    const { counted, required } = request.approvals;
    output.words(`Request #${request.number} is ${stateText(request)}, with ${counted} of ${required} approvals.`);
  }
  if (request.state === "approved")
    next(`somebody who may publish there: countersign publish ${request.number} --digest ${digest}`);
  return "done";
};
