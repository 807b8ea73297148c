import type { MemberRecord, Page, PageInput } from "@countersign/core";
import { readGroupNames } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { findMember, listMemberRows, type MemberRow } from "./member-store.ts";
import { fold, matchesSearch, pageOf } from "./paging.ts";
import { shownBindings } from "./shown-bindings.ts";

export async function listMembers(
  reading: Reading,
  input: PageInput & { readonly search?: string | undefined },
): Promise<Page<MemberRecord>> {
  const rows = (await listMemberRows(reading.tx, reading.organizationId)).filter((row) =>
    matchesSearch(input.search, [row.name, row.email]),
  );
  const page = pageOf(rows, (row) => [fold(row.name), row.id], input);
  return { ...page, items: await memberRecords(reading, page.items) };
}

export async function getMember(reading: Reading, input: { readonly memberId: string }): Promise<MemberRecord> {
  const row = found(await findMember(reading.tx, reading.organizationId, input.memberId));
  return found((await memberRecords(reading, [row]))[0]);
}

async function memberRecords(reading: Reading, rows: readonly MemberRow[]): Promise<readonly MemberRecord[]> {
  const bindings = await shownBindings(
    reading,
    rows.map(({ id }) => id),
  );
  const groupIds = new Map(rows.map(({ id }) => [id, groupIdsOf(reading, id)]));
  const names = await readGroupNames(reading.tx, reading.organizationId, [...groupIds.values()].flat());
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    state: row.state,
    groups: (groupIds.get(row.id) ?? []).map((id) => ({ id, name: names.get(id) ?? "" })),
    bindings: bindings(row.id),
    lastUsedAt: row.lastUsedAt,
    createdAt: row.createdAt,
  }));
}

/** The groups that name him; those around them are theirs to show. */
function groupIdsOf(reading: Reading, principalId: string): readonly string[] {
  return [...reading.state.groups.values()]
    .filter((group) => group.memberIds.includes(principalId))
    .map(({ id }) => id)
    .sort();
}
