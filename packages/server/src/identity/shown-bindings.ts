import type { BindingRecord } from "@countersign/core";
import { governs } from "../access/access-locators.ts";
import { bindingRecordsOf } from "../access/binding-records.ts";
import type { Reading } from "../command/reading.ts";

/**
 * The bindings that name each of these principals and groups, those that ended included, as far as the actor may see
 * them: where he has `access:view`, and all of his own.
 */
export async function shownBindings(
  reading: Reading,
  holderIds: readonly string[],
): Promise<(holderId: string) => readonly BindingRecord[]> {
  const records = await bindingRecordsOf(reading, holderIds);
  return (holderId) =>
    (records.get(holderId) ?? []).filter(
      ({ scope }) => holderId === reading.actor.principalId || governs(reading, "access:view", scope.id),
    );
}
