import { allItems, type CountersignClient } from "@countersign/sdk";
import { Fault } from "../command-line/fault.ts";

/** The id of a person, by address, or of a service account, by name. */
export async function findPrincipal(client: CountersignClient, who: string): Promise<string> {
  if (!who.includes("@")) return findServiceAccount(client, who);
  const address = who.trim().toLowerCase();
  for await (const member of allItems(client.member.list, { search: address })) {
    if (member.email.toLowerCase() === address) return member.id;
  }
  throw new Fault(`There is no member "${who}".`, "Check the address.");
}

/** The id of a service account by name. */
export async function findServiceAccount(client: CountersignClient, name: string): Promise<string> {
  for await (const account of allItems(client.serviceAccount.list, {})) if (account.name === name) return account.id;
  throw new Fault(
    `There is no service account "${name}", or none that you may manage.`,
    "Check its name; for a person give the address.",
  );
}
