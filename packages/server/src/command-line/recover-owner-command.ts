import type { Environment } from "../command/environment.ts";
import { newRequestId } from "../command/identifiers.ts";
import { StartFault } from "../configuration/start-fault.ts";
import { recoverOwner } from "../identity/owner-recovery.ts";
import { emailField } from "../identity/session-router.ts";
import type { Run } from "./command.ts";
import type { Outcome } from "./exit-code.ts";
import { withServer } from "./open-server.ts";
import { listOrganizations } from "./organization-list-store.ts";

/** Gives an organization an owner back; the host's own, audited way in. */
export const run: Run = ({ configuration, flags, positionals, output }) =>
  withServer<Outcome>(configuration, output, async ({ environment }) => {
    const email = emailField.safeParse(positionals[0]);
    if (!email.success) throw new StartFault(`"${positionals[0]}" is no e-mail address.`);
    const organization = await chosenOrganization(environment, flags.get("organization"));
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

async function chosenOrganization(
  environment: Environment,
  id: string | undefined,
): Promise<{ readonly id: string; readonly name: string }> {
  const all = await environment.db.transaction().setAccessMode("read only").execute(listOrganizations);
  const chosen = id === undefined ? all : all.filter((one) => one.id === id);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  if (all.length === 0) throw new StartFault("There is no organization yet; run `countersign-server setup` instead.");
  const names = all.map((one) => `${one.id} (${one.name})`).join(", ");
  throw new StartFault(
    id === undefined
      ? `There are several organizations; name one with --organization: ${names}.`
      : `There is no organization ${id}; there are ${names}.`,
  );
}
