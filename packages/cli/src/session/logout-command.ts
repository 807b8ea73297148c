import { createClient, isCountersignError } from "@countersign/sdk";
import type { Run } from "../command-line/command.ts";
import { jsonText } from "../command-line/output.ts";
import { serverAddress } from "./server-address.ts";
import { readSignIns, writeSignIns } from "./sign-in-store.ts";

/** Forgets a key, and revokes it where this program had it made. */
export const run: Run = async ({ environment, json, output, text }) => {
  const signIns = readSignIns(environment);
  const named = text("url");
  const url = named === undefined ? signIns.current : serverAddress(named);
  const signIn = url === null ? undefined : signIns.servers[url];
  if (url === null || signIn === undefined) {
    output.words(url === null ? "You are not signed in." : `You are not signed in to ${url}.`);
    if (json) output.data(jsonText({ url, revoked: false }));
    return "done";
  }
  let revoked = false;
  if (signIn.keyId !== null) {
    try {
      await createClient({ url, key: signIn.key }).key.revoke({ keyId: signIn.keyId });
      revoked = true;
    } catch (error) {
      if (!isCountersignError(error)) throw error;
      output.words(`The key could not be revoked: ${error.message} Revoke it in the console.`);
    }
  }
  const { [url]: _gone, ...servers } = signIns.servers;
  writeSignIns(environment, { current: signIns.current === url ? null : signIns.current, servers });
  if (json) output.data(jsonText({ url, revoked }));
  output.words(
    revoked
      ? `Signed out of ${url}; the key is revoked.`
      : `Signed out of ${url}. The key itself stands until it is revoked in the console.`,
  );
  return "done";
};
