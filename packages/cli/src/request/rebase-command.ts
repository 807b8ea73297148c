import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findRequest } from "./find-request.ts";
import { stateText } from "./request-text.ts";

/** Compares a stale request with what the label serves now. */
export const run: Run = async ({ client: connect, json, next, output, positionals }) => {
  const client = await connect();
  const { id: requestId } = await findRequest(client, positionals[0] ?? "");
  const request = await client.request.rebase({ requestId });
  if (json) output.data(jsonText(request));
  else output.words(`Request #${request.number} is ${stateText(request)}.`);
  next(`countersign request show ${request.number}`);
  return "done";
};
