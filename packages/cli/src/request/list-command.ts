import type { RequestSummary } from "@countersign/core";
import { allItems } from "@countersign/sdk";
import type { Run } from "../command-line/command.ts";
import { columns, jsonText } from "../command-line/output.ts";
import { stateText, targetText } from "./request-text.ts";

/** Lists requests that one sees, the newest first. */
export const run: Run = async ({ client: connect, has, json, next, output }) => {
  const client = await connect();
  const filter = has("awaiting-me") ? "awaiting-me" : has("mine") ? "mine" : "all";
  const requests: RequestSummary[] = [];
  for await (const request of allItems(client.request.list, { filter, state: has("all") ? undefined : "open" })) {
    requests.push(request);
  }
  if (json) {
    output.data(jsonText(requests));
    return "done";
  }
  output.data(
    columns(
      requests.map((request) => [
        `#${request.number}`,
        stateText(request),
        `${request.approvals.counted}/${request.approvals.required}`,
        targetText(request),
        request.requester.name,
        request.title,
      ]),
    ),
  );
  const [first] = requests;
  if (first === undefined) output.words("There is none.");
  else next(`countersign request show ${first.number}`);
  return "done";
};
