import type { ResourceKind, ServedResource } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import { readStoredPage, type StoredRowPage } from "../datasets/row-page.ts";
import { rowsOfContent } from "../datasets/stored-rows.ts";
import { readServed, type ServedAddress } from "./served-address.ts";

/** A page of the rows that an address serves. */
export interface ServedRowsInput extends ServedAddress {
  /** What the label must serve: of the first page, so that all pages are of one content. */
  readonly digest?: string | undefined;
  readonly from?: number | undefined;
  readonly limit?: number | undefined;
}

/** A page of rows, and what it is of. */
export interface ServedRowPage {
  readonly head: Omit<ServedResource, "content">;
  readonly page: StoredRowPage;
}

/**
 * Rows of the dataset that an address serves, for whoever may use it.
 *
 * @throws a refusal `stale` where the label serves another content than the one that the asker began with.
 */
export async function readServedRows(
  reading: Reading,
  input: ServedRowsInput,
  kind: ResourceKind | null,
): Promise<ServedRowPage> {
  const { head, content } = await readServed(reading, input, kind);
  if (head.kind !== "dataset") {
    refuse({
      code: "invalid",
      message: `"${head.path}" is a ${head.kind} and has no rows.`,
      remedy: "Ask for the rows of a dataset.",
    });
  }
  if (input.digest !== undefined && input.digest !== head.digest) {
    refuse({
      code: "stale",
      message: `The label "${head.label}" serves another content by now.`,
      remedy: "Begin again with the first page.",
      details: { digest: head.digest, sequence: head.sequence },
    });
  }
  const rows = await rowsOfContent(reading, JSON.parse(content));
  return { head, page: await readStoredPage(reading, rows, input) };
}
