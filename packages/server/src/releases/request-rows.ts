import { kindPermission, type RowChange, type RowComparison, type RowPage } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";
import { compareStoredRows } from "../datasets/row-difference.ts";
import { readRowPage } from "../datasets/row-page.ts";
import { rowsOfContent } from "../datasets/stored-rows.ts";
import { readVersion } from "../resources/version-store.ts";
import type { RequestStanding } from "./request-facts.ts";
import { standingOf } from "./request-reading.ts";

/** Rows of the dataset that a request proposes, frozen with it. */
export async function readProposedRows(
  reading: Reading,
  input: {
    readonly requestId: string;
    readonly from?: number | undefined;
    readonly limit?: number | undefined;
  },
): Promise<RowPage> {
  const standing = await datasetRequest(reading, input.requestId);
  return readRowPage(reading, await rowsOfContent(reading, standing.stored.push.content), input);
}

/** How the rows that a request proposes differ from those that its label serves, as far as the asker may see those. */
export async function compareProposedRows(
  reading: Reading,
  input: {
    readonly requestId: string;
    readonly show?: RowChange["type"] | undefined;
    readonly from?: number | undefined;
    readonly limit?: number | undefined;
  },
): Promise<RowComparison> {
  const { stored, target, servedVersionId } = await datasetRequest(reading, input.requestId);
  const seesServed = reading.mayAny(
    [kindPermission(stored.kind, "view"), kindPermission(stored.kind, "use")],
    target.scopeId,
  );
  const served =
    servedVersionId === null || !seesServed
      ? null
      : await readVersion(reading.tx, reading.organizationId, servedVersionId);
  return compareStoredRows(
    reading,
    served === null ? null : await rowsOfContent(reading, served.content),
    await rowsOfContent(reading, stored.push.content),
    input,
  );
}

async function datasetRequest(reading: Reading, requestId: string): Promise<RequestStanding> {
  const standing = await standingOf(reading, requestId);
  if (standing.stored.kind === "dataset") return standing;
  return refuse({
    code: "invalid",
    message: `The request is for a ${standing.stored.kind}, which has no rows.`,
    remedy: "Ask for the rows of a request for a dataset.",
  });
}
