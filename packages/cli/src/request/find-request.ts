import type { RequestRecord } from "@countersign/core";
import { allItems, type CountersignClient } from "@countersign/sdk";
import { Fault } from "../command-line/fault.ts";

/** A request by its number, as people name it, or its id. */
export async function findRequest(client: CountersignClient, written: string): Promise<RequestRecord> {
  const number = /^#?(\d+)$/.exec(written)?.[1];
  if (number === undefined) return client.request.get({ requestId: written });
  for await (const request of allItems(client.request.list, { filter: "all" })) {
    if (request.number === Number(number)) return client.request.get({ requestId: request.id });
    // The newest come first.
    if (request.number < Number(number)) break;
  }
  throw new Fault(
    `There is no request #${number}, or none that you may see.`,
    "`countersign request list --all` lists them.",
  );
}
