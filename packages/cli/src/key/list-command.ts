import type { KeyRecord } from "@countersign/core";
import { allItems } from "@countersign/sdk";
import type { Run } from "../command-line/command.ts";
import { columns, jsonText } from "../command-line/output.ts";
import { findServiceAccount } from "../place/principal.ts";

/** Lists keys that one may know of; never their secrets, which nobody has any more. */
export const run: Run = async ({ client: connect, has, json, next, output, text }) => {
  const client = await connect();
  const account = text("service-account");
  const principalId = account === undefined ? undefined : await findServiceAccount(client, account);
  const keys: KeyRecord[] = [];
  for await (const key of allItems(client.key.list, { principalId, includeEnded: has("all") })) keys.push(key);
  if (json) {
    output.data(jsonText(keys));
    return "done";
  }
  output.data(
    columns(
      keys.map(({ id, name, principal, state, expiresAt, lastUsedAt }) => [
        id,
        name,
        principal.name,
        state,
        expiresAt === null ? "never ends" : `ends ${expiresAt}`,
        lastUsedAt === null ? "never used" : `used ${lastUsedAt}`,
      ]),
    ),
  );
  if (keys.length === 0) output.words("There is none.");
  next("countersign key create NAME --service-account ACCOUNT --label LABEL");
  return "done";
};
