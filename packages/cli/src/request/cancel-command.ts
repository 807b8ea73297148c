import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findRequest } from "./find-request.ts";

/** Takes one's own request back. */
export const run: Run = async ({ client: connect, json, output, positionals, text }) => {
  const client = await connect();
  const { id: requestId } = await findRequest(client, positionals[0] ?? "");
  const request = await client.request.cancel({ requestId, reason: text("reason") });
  if (json) output.data(jsonText(request));
  else output.words(`Request #${request.number} is cancelled.`);
  return "done";
};
