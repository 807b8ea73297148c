import { type CountersignClient, createClient } from "@countersign/sdk";
import { Fault } from "../command-line/fault.ts";
import type { Surroundings } from "../command-line/surroundings.ts";
import { serverAddress } from "./server-address.ts";
import { readSignIns } from "./sign-in-store.ts";

/** Who acts at which server, and where that was said. */
export interface Connection {
  readonly url: string;
  readonly key: string;
  readonly from: "environment" | "sign-in";
}

interface Named {
  readonly url: string | undefined;
  readonly organizationId: string | undefined;
}

/** A client of whoever is meant; throws a fault where nobody is. */
export async function connect(
  surroundings: Pick<Surroundings, "environment">,
  named: Named,
): Promise<CountersignClient> {
  const { url, key } = connectionOf(surroundings, named.url);
  return createClient({ url, key, organizationId: named.organizationId });
}

/**
 * A key of the environment goes before a sign-in, and only ever to the address that stands beside it: in the
 * environment, or on the command line. Every stored key goes to the server alone that it was made at.
 */
export function connectionOf(
  { environment }: Pick<Surroundings, "environment">,
  named: string | undefined,
): Connection {
  const said = named ?? (environment["COUNTERSIGN_URL"] || undefined);
  const key = environment["COUNTERSIGN_API_KEY"];
  if (key !== undefined && key !== "") {
    if (said !== undefined) return { url: serverAddress(said), key, from: "environment" };
    throw new Fault("COUNTERSIGN_API_KEY is set, but not for which server.", "Set COUNTERSIGN_URL, or give --url.");
  }
  const { current, servers } = readSignIns(environment);
  const url = said === undefined ? current : serverAddress(said);
  const signIn = url === null ? undefined : servers[url];
  if (url !== null && signIn !== undefined) return { url, key: signIn.key, from: "sign-in" };
  throw new Fault(
    url === null ? "You are not signed in." : `You are not signed in to ${url}.`,
    `Run \`countersign login${url === null ? " --url URL" : ` --url ${url}`}\`, or set COUNTERSIGN_URL and COUNTERSIGN_API_KEY.`,
  );
}
