import { issueSetupToken, needsSetup } from "../identity/setup-service.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";

/** Prints the token that founds an organization. */
export const run: Run = ({ configuration, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    if (!(await needsSetup(environment))) {
      output.words("There is an organization already; this token founds another one beside it.");
    }
    const token = await issueSetupToken(environment);
    output.words("Open /set-up on the console with this token. It works once, and is not shown again:");
    output.data(token);
    return "done";
  });
