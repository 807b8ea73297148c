import { type DatasetContent, type JsonValue, kindPermission, parseContent } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { readVersion } from "../resources/version-store.ts";
import { findSealed } from "./row-list-store.ts";

/** What a content says of its rows, and the list that has them. */
export interface SealedRows {
  readonly content: DatasetContent;
  readonly listId: string;
}

/** The rows of a version of a dataset, for somebody who may view it. */
export async function sealedRows(reading: Reading, versionId: string): Promise<SealedRows> {
  const version = found(await readVersion(reading.tx, reading.organizationId, versionId));
  if (!reading.may(kindPermission(version.kind, "view"), version.resourceId)) refuse(notFound);
  if (version.kind !== "dataset") {
    refuse({
      code: "invalid",
      message: `A ${version.kind} has no rows; datasets have.`,
      remedy: "Name a version of a dataset.",
    });
  }
  return rowsOfContent(reading, version.content);
}

/** The rows of a content of a dataset that was stored. Who may read them was decided before. */
export async function rowsOfContent(reading: Reading, stored: JsonValue): Promise<SealedRows> {
  const parsed = parseContent("dataset", stored);
  if (!parsed.ok || parsed.value.kind !== "dataset") throw new Error("A stored dataset cannot be read.");
  const { content } = parsed.value;
  const address = { root: content.root, keyColumn: content.schema.key ?? "" };
  const listId = await findSealed(reading.tx, reading.organizationId, address);
  if (listId === null) throw new Error(`The rows of the root ${content.root} are not there.`);
  return { content, listId };
}
