import { newRequestId } from "../command/identifiers.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { recoverOwner } from "../identity/owner-recovery.ts";
import { emailField } from "../identity/session-router.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";
import { chosenOrganization } from "./organization-choice.ts";

/** Gives an organization an owner back; the host's own, audited way in. */
export const run: Run = ({ configuration, flags, positionals, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    const email = emailField.safeParse(positionals[0]);
    if (!email.success) throw new StartFault(`"${positionals[0]}" is no e-mail address.`);
    const organization = await chosenOrganization(environment.db, flags.get("organization"));
    const recovery = await recoverOwner(environment, organization.id, email.data, newRequestId());
    if (recovery.type === "bound") {
      output.words(`${email.data} is an owner of ${organization.name} now.`);
      return "done";
    }
    const { publicUrl, basePath } = configuration;
    output.words(
      `${email.data} becomes an owner of ${organization.name} by opening this on the console, once, before ${recovery.expiresAt}:`,
    );
    output.data(`${publicUrl ?? ""}${basePath}/#/invitation/${recovery.token}`);
    return "done";
  });
