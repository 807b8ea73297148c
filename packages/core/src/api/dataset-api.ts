import type { JsonValue } from "../content/canonical-json.ts";
import type { DatasetSchema } from "../content/dataset-content.ts";
import type { Call, Committed } from "./call.ts";

/** Where a page of rows begins, and how many rows it has at most. */
export interface RowPageInput {
  /** The first row's position, from 0. Default: 0. */
  readonly from?: number | undefined;
  /** 1 to 1,000; default 50. A page also ends where its rows have more than 4 MiB. */
  readonly limit?: number | undefined;
}

/** Rows of a dataset, in their order. */
export interface RowPage {
  /** Of the whole dataset. */
  readonly rowCount: number;
  readonly from: number;
  /** Each one cell for each column. */
  readonly rows: readonly (readonly JsonValue[])[];
  /** Where the next page begins; `null` on the last one. */
  readonly next: number | null;
}

/** One row that is different: its places count from 0, its cells are those of the version that it stands in. */
export type RowChange =
  | { readonly type: "added"; readonly after: PlacedRow }
  | { readonly type: "removed"; readonly before: PlacedRow }
  | { readonly type: "changed"; readonly before: PlacedRow; readonly after: PlacedRow };

export interface PlacedRow {
  readonly position: number;
  readonly cells: readonly JsonValue[];
}

export interface RowComparisonInput {
  /** Default: all three, changed ones first, then added, then removed ones. */
  readonly show?: RowChange["type"] | undefined;
  /** The first change of the page, from 0. Default: 0. */
  readonly from?: number | undefined;
  /** 1 to 200; default 50. */
  readonly limit?: number | undefined;
}

/** How the rows of two versions differ: counts, and a page of the changes themselves. */
export interface RowComparison {
  /** By key where both versions name the same key column, otherwise by bytes and places. */
  readonly by: "key" | "position";
  readonly columnsBefore: DatasetSchema["columns"] | null;
  readonly columnsAfter: DatasetSchema["columns"];
  readonly counts: {
    readonly before: number;
    readonly after: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    /** Rows that are in both and stand in another order. */
    readonly moved: number;
    readonly unchanged: number;
  };
  readonly changes: readonly RowChange[];
  readonly next: number | null;
}

/** Rows under way to a new version of a dataset. */
export interface UploadRecord {
  readonly id: string;
  readonly resourceId: string;
  readonly schema: DatasetSchema;
  /** How many rows it has: where the next part goes on. */
  readonly rowCount: number;
  /** UTF-8 bytes of the rows as canonical JSON. */
  readonly byteCount: number;
  readonly openedAt: string;
  /** When it goes by itself unless another part comes: a day after the last. */
  readonly expiresAt: string;
}

/**
 * Rows of a dataset, sent in parts. An upload is its opener's alone, and nothing of it is to be seen until a version is
 * saved with it: `version.create` with the content `{ upload: id }`, once.
 */
export interface UploadApi {
  /** `dataset:edit`. At most 20 at once for each principal. */
  open: Call<{ readonly resourceId: string; readonly schema: JsonValue }, UploadRecord & Committed>;
  /** `dataset:edit`. The state of one's own upload, to go on with it. */
  get: Call<{ readonly uploadId: string }, UploadRecord>;
  /**
   * `dataset:edit`. Appends rows after `position`, the number of rows there are; another is a `conflict` whose details
   * say how many there are. One row that does not fit refuses the whole part.
   */
  append: Call<
    { readonly uploadId: string; readonly position: number; readonly rows: JsonValue },
    UploadRecord & Committed
  >;
  /** `dataset:edit`, and `dataset:view` of the version. Appends rows that a version with the same columns has, at most 10,000. */
  copy: Call<
    {
      readonly uploadId: string;
      readonly position: number;
      readonly versionId: string;
      readonly from: number;
      readonly count: number;
    },
    UploadRecord & Committed
  >;
  /** `dataset:edit`. */
  discard: Call<{ readonly uploadId: string }, Committed>;
}
