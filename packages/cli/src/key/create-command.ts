import { readPermission } from "../access/permission-argument.ts";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { findPlace } from "../place/place.ts";
import { findServiceAccount } from "../place/principal.ts";

/** Makes a key. Its secret is shown once, and is all that stands on standard output. */
export const run: Run = async ({ client: connect, json, next, output, positionals, text, texts }) => {
  const [name = ""] = positionals;
  const permissions = texts("permission").map(readPermission);
  const expiresAt = endOf(text("expires"));
  const client = await connect();
  const account = text("service-account");
  const scopeIds: string[] = [];
  for (const place of texts("at")) scopeIds.push(await findPlace(client, place));
  const labels = texts("label");
  const key = await client.key.create({
    name,
    principalId: account === undefined ? undefined : await findServiceAccount(client, account),
    permissions: permissions.length === 0 ? undefined : permissions,
    scopeIds: scopeIds.length === 0 ? undefined : scopeIds,
    labels: labels.length === 0 ? undefined : labels,
    expiresAt,
  });
  if (json) output.data(jsonText(key));
  else output.data(`${key.secret}\n`);
  output.words(
    `This is the only time that the key "${key.name}" of ${key.principal.name} is shown. It ends ${key.expiresAt ?? "never"}.`,
  );
  next(`countersign key revoke ${key.id}`);
  return "done";
};

function endOf(written: string | undefined): string | null | undefined {
  if (written === undefined) return undefined;
  if (written === "never") return null;
  const at = new Date(written);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new Fault(`--expires is "${written}", which is no time.`, "Write it like 2027-03-01T12:00:00Z, or never.");
}
