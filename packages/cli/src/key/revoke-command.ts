import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";

/** Revokes a key: it opens nothing from now on. */
export const run: Run = async ({ client: connect, json, next, output, positionals }) => {
  const client = await connect();
  const key = await client.key.revoke({ keyId: positionals[0] ?? "" });
  if (json) output.data(jsonText(key));
  else output.words(`The key "${key.name}" of ${key.principal.name} is revoked.`);
  next("countersign key list");
  return "done";
};
