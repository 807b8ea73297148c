import type { JsonValue, ServedResource, ServedRows } from "@countersign/core";
import { z } from "zod";
import type { Reading } from "../command/reading.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { cellsIn, rowPage } from "../datasets/row-page.ts";
import { page } from "../rpc/fields.ts";
import { query, router } from "../rpc/procedure.ts";
import { readServed, type ServedAddress, servedAddress } from "./served-address.ts";
import { listCatalogue } from "./served-catalogue.ts";
import { readServedRows, type ServedRowsInput } from "./served-rows.ts";

/** A text to be compared with names. Whatever it says is found or is not. */
const text = z
  .string()
  .max(512)
  .regex(/^[^\0]*$/, "A name has no NUL.");

export const deliveryRouter = router({
  get: query({
    requires: requires("use", servedAddress),
    input: z.strictObject({ workspace: text, path: text, label: text }),
    answer: getServed,
  }),
  rows: query({
    requires: requires("use", servedAddress),
    input: z.strictObject({ workspace: text, path: text, label: text, digest: text.optional(), ...rowPage }),
    answer: getServedRows,
  }),
  catalogue: query({
    requires: anyMember("Holds what the asker is served, each label decided as a fetch of it."),
    input: z.strictObject({ workspace: text.optional(), ...page }),
    answer: listCatalogue,
  }),
});

async function getServed(reading: Reading, address: ServedAddress): Promise<ServedResource> {
  const served = await readServed(reading, address, null);
  const content: JsonValue = JSON.parse(served.content);
  return { ...served.head, content };
}

async function getServedRows(reading: Reading, input: ServedRowsInput): Promise<ServedRows> {
  const { head, page } = await readServedRows(reading, input, null);
  return { ...head, ...page, rows: page.rows.map(({ cells }) => cellsIn(cells)) };
}
