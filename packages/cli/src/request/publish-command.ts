import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findRequest } from "./find-request.ts";
import { lookedAt } from "./looked-at.ts";
import { targetText } from "./request-text.ts";

/** Lets the label serve what is approved. */
export const run: Run = async (invocation) => {
  const { json, next, output, positionals, text } = invocation;
  const client = await invocation.client();
  const found = await findRequest(client, positionals[0] ?? "");
  const digest = await lookedAt(invocation, found, "publish");
  const { release, ...request } = await client.request.publish({ requestId: found.id, digest, reason: text("reason") });
  const address = targetText(request);
  if (json) output.data(jsonText(release));
  else
    output.words(
      `${address} serves version ${release.versionNumber}, ${release.digest}, since release ${release.sequence}.`,
    );
  next(`countersign pull ${address}`);
  return "done";
};
