import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findRequest } from "./find-request.ts";
import { requestText } from "./request-text.ts";

/** Shows one request with all that it would change. */
export const run: Run = async ({ client: connect, json, next, output, positionals }) => {
  const request = await findRequest(await connect(), positionals[0] ?? "");
  output.data(json ? jsonText(request) : `${requestText(request, output.paint)}\n`);
  if (request.actions.publish.allowed) next(`countersign publish ${request.number} --digest ${request.digest}`);
  else if (request.actions.approve.allowed)
    next(`countersign review ${request.number} --approve --digest ${request.digest}`);
  return "done";
};
