import { createClient } from "@countersign/sdk";
import type { Run } from "../command-line/command.ts";
import { Fault } from "../command-line/fault.ts";
import { jsonText } from "../command-line/output.ts";
import { serverAddress } from "./server-address.ts";
import { readSignIns, signInFile, writeSignIns } from "./sign-in-store.ts";

/** Asks the server whom a key is of, and keeps it. */
export const run: Run = async ({ environment, input, json, next, output, text }) => {
  const named = text("url") ?? environment["COUNTERSIGN_URL"];
  if (named === undefined || named === "") {
    throw new Fault("Sign in to which server?", "Give --url, or set COUNTERSIGN_URL.");
  }
  const url = serverAddress(named);
  const signIns = readSignIns(environment);
  const key = input.interactive ? (await input.ask("API key: ", true)).trim() : (await input.all()).trim();
  if (key === "")
    throw new Fault("No key was given.", "Give it on standard input, as in `countersign login --with-key < FILE`.");
  const me = await createClient({ url, key }).session.me({});
  writeSignIns(environment, {
    current: url,
    servers: { ...signIns.servers, [url]: { key, keyId: null, name: me.principal.name } },
  });
  if (json) {
    output.data(jsonText({ url, principal: me.principal, organization: me.organization }));
  } else {
    output.words(
      `Signed in to ${url} as ${me.principal.name}, in ${me.organization.name}. The key is kept in ${signInFile(environment)}.`,
    );
  }
  next("countersign doctor");
  return "done";
};
