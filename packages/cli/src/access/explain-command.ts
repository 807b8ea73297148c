import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { findPlace } from "../place/place.ts";
import { findPrincipal } from "../place/principal.ts";
import { grantText } from "./grant-text.ts";
import { readPermission } from "./permission-argument.ts";

/** Says whether somebody may do something, and why. */
export const run: Run = async ({ client: connect, json, next, output, positionals, text }) => {
  const [written = "", place = ""] = positionals;
  const permission = readPermission(written);
  const client = await connect();
  const who = text("who");
  const answer = await client.access.explain({
    permission,
    scopeId: await findPlace(client, place),
    principalId: who === undefined ? undefined : await findPrincipal(client, who),
  });
  if (json) {
    output.data(jsonText(answer));
  } else {
    const denial = answer.denial;
    const lines =
      denial === null
        ? [output.paint("green", "allowed"), ...answer.grants.map((grant) => `  ${grantText(grant)}`)]
        : [
            `${output.paint("red", "denied")}: ${denial.message}`,
            ...(denial.roles.length === 0 ? [] : [`  given by ${denial.roles.map(({ name }) => name).join(", ")}`]),
            ...(denial.couldGrant === null || denial.couldGrant.length === 0
              ? []
              : [`  granted by ${denial.couldGrant.map(({ name }) => name).join(", ")}`]),
          ];
    output.data(`${lines.join("\n")}\n`);
  }
  next(`countersign who-can ${permission} ${place}`);
  return answer.allowed ? "done" : "denied";
};
