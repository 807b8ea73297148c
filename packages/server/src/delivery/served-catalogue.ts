import type { CatalogueEntry, Page, ResourceKind } from "@countersign/core";
import { parsePromptContent } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { type CatalogueRow, listServedPrompts, readExpanded } from "./catalogue-store.ts";
import { isServed } from "./served-address.ts";

const kind: ResourceKind = "prompt";

/** What this actor is served under which addresses, in the order of their names; decided before it is counted. */
export async function listCatalogue(
  reading: Reading,
  input: {
    readonly workspace?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<CatalogueEntry>> {
  const { tx, organizationId } = reading;
  const after = decodeCursor(input.cursor);
  const limit = input.limit ?? defaultPageSize;
  const rows = await listServedPrompts(tx, organizationId, input.workspace ?? null);
  const shown: CatalogueRow[] = [];
  for (const row of rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) {
    if (after !== null && placeOf(row) <= after) continue;
    if (!isServed(reading, { id: row.resourceId, kind }, row.label)) continue;
    shown.push(row);
    if (shown.length > limit) break;
  }
  const page = shown.slice(0, limit);
  const last = page.at(-1);
  const contents = await readExpanded(
    tx,
    organizationId,
    page.map(({ versionId }) => versionId),
  );
  return {
    items: page.map((row) => entryOf(row, contents.get(row.versionId))),
    nextCursor: shown.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null,
  };
}

/** No name holds a line break, so places are in the order of workspaces, paths, labels. */
function placeOf({ workspace, path, label }: CatalogueRow): string {
  return `${workspace}\n${path}\n${label}`;
}

function entryOf(
  { workspace, path, label, version, digest }: CatalogueRow,
  expanded: string | undefined,
): CatalogueEntry {
  const content = parsePromptContent(JSON.parse(expanded ?? "null"));
  if (!content.ok) throw new Error(`${workspace}/${path}@${label} serves no prompt.`);
  return { workspace, path, label, version, digest, variables: content.value.variables };
}
