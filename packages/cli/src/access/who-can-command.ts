import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findPlace } from "../place/place.ts";
import { grantText } from "./grant-text.ts";
import { readPermission } from "./permission-argument.ts";

/** Lists everybody who may do something, and why. */
export const run: Run = async ({ client: connect, json, next, output, positionals }) => {
  const [written = "", place = ""] = positionals;
  const permission = readPermission(written);
  const client = await connect();
  const answer = await client.access.whoCan({ permission, scopeId: await findPlace(client, place) });
  if (json) {
    output.data(jsonText(answer));
    return "done";
  }
  for (const { principal, grants } of answer.holders) {
    output.data(`${principal.name}\n${grants.map((grant) => `  ${grantText(grant)}\n`).join("")}`);
  }
  if (answer.holders.length === 0) output.words("Nobody.");
  next(`countersign explain ${permission} ${place} --who ADDRESS`);
  return "done";
};
