import { type CountersignApi, CountersignError, type RoleRecord } from "@countersign/core";
import { allItems } from "../place/all-items.ts";
import type { ManyCallOptions } from "../place/many-call-options.ts";

/** Who holds a binding: a person by address, a group or a service account by name; each by id as well. */
export type HolderAddress =
  | { readonly person: string }
  | { readonly group: string }
  | { readonly serviceAccount: string };

/** A role by its id or name. An id goes before a name; a name that several have is refused. */
export async function roleIdOf(api: CountersignApi, role: string, options?: ManyCallOptions): Promise<string> {
  return pick("role", role, await api.role.list({}, options)).id;
}

/** A group by its id or name. */
export async function groupIdOf(api: CountersignApi, group: string, options?: ManyCallOptions): Promise<string> {
  return pick("group", group, await collect(allItems(api.group.list, {}, options))).id;
}

/** A service account by its id or name. */
async function serviceAccountIdOf(api: CountersignApi, account: string, options?: ManyCallOptions): Promise<string> {
  return pick("service account", account, await collect(allItems(api.serviceAccount.list, {}, options))).id;
}

/** A person by e-mail address or id. */
export async function personIdOf(api: CountersignApi, person: string, options?: ManyCallOptions): Promise<string> {
  if (!person.includes("@")) return (await api.member.get({ memberId: person }, options)).id;
  const address = person.trim().toLowerCase();
  for await (const member of allItems(api.member.list, { search: address }, options)) {
    if (member.email.toLowerCase() === address) return member.id;
  }
  throw missing("person", person);
}

/** People by their e-mail addresses or ids. */
export async function personIdsOf(
  api: CountersignApi,
  people: readonly string[],
  options?: ManyCallOptions,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const person of people) ids.push(await personIdOf(api, person, options));
  return ids;
}

/** The holder of a binding as the server takes it. */
export async function holderOf(
  api: CountersignApi,
  holder: HolderAddress,
  options?: ManyCallOptions,
): Promise<{ readonly type: "principal" | "group"; readonly id: string }> {
  if ("group" in holder) return { type: "group", id: await groupIdOf(api, holder.group, options) };
  if ("serviceAccount" in holder) {
    return { type: "principal", id: await serviceAccountIdOf(api, holder.serviceAccount, options) };
  }
  return { type: "principal", id: await personIdOf(api, holder.person, options) };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function pick<T extends Pick<RoleRecord, "id" | "name">>(what: string, wanted: string, known: readonly T[]): T {
  const byId = known.find((candidate) => candidate.id === wanted);
  if (byId !== undefined) return byId;
  const [first, second] = known.filter((candidate) => candidate.name === wanted);
  if (first === undefined) throw missing(what, wanted);
  if (second === undefined) return first;
  throw new CountersignError({
    code: "invalid",
    message: `More than one ${what} is called "${wanted}".`,
    remedy: "Give its id.",
  });
}

function missing(what: string, wanted: string): CountersignError {
  return new CountersignError({
    code: "not_found",
    message: `There is no ${what} "${wanted}", or none that you may see.`,
    remedy: "Check how it is written, or ask an administrator for access.",
  });
}
