import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findVersion, readReference } from "../place/reference.ts";
import { findRequest } from "./find-request.ts";
import { stateText } from "./request-text.ts";

/** Lets a request propose another version; its reviews are dismissed where the content changes. */
export const run: Run = async ({ client: connect, json, next, output, positionals }) => {
  const [number = "", written = ""] = positionals;
  const client = await connect();
  const { id: requestId } = await findRequest(client, number);
  const { versionId } = await findVersion(client, readReference(written));
  const request = await client.request.push({ requestId, sourceVersionId: versionId });
  if (json) output.data(jsonText(request));
  else output.words(`Request #${request.number} proposes ${request.digest} now, and is ${stateText(request)}.`);
  next(`countersign request show ${request.number}`);
  return "done";
};
