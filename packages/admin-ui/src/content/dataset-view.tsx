import type { DatasetContent, DatasetSchema } from "@countersign/core";
import { useMemo, useState } from "react";
import { DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PlacePager } from "../interface/place-pager.tsx";
import { TextShape } from "../interface/skeletons.tsx";
import styles from "./dataset-view.module.css";
import { type NumberedRow, rowColumns } from "./row-columns.tsx";
import { type RowSource, useRows } from "./row-source.ts";

const pageSize = 50;

export interface DatasetViewProps {
  readonly dataset: DatasetContent;
  /** Where its rows are read. */
  readonly rows: RowSource;
}

/** A dataset: what its columns mean, and its rows as a table, a page at a time. */
export function DatasetView({ dataset, rows }: DatasetViewProps) {
  return (
    <div className={styles["dataset"]}>
      <ColumnList schema={dataset.schema} />
      <RowTable key={dataset.root} dataset={dataset} rows={rows} />
    </div>
  );
}

function ColumnList({ schema }: { readonly schema: DatasetSchema }) {
  return (
    <dl className={styles["columns"]} aria-label="Columns">
      {schema.columns.map(({ name, type, description }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            {type}
            {schema.key === name ? ", tells rows apart" : ""}
            {description === undefined ? "" : ` — ${description}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RowTable({ dataset, rows }: DatasetViewProps) {
  const [from, setFrom] = useState(0);
  const page = useRows(rows, from, pageSize);
  const columns = useMemo(() => rowColumns(dataset.schema.columns), [dataset.schema.columns]);
  const count = dataset.rowCount;
  return (
    <Loaded query={page} shape={<TextShape lines={12} />}>
      {(data) => (
        <div className={styles["dataset"]}>
          <DataTable
            label={count === 1 ? "1 row" : `${count.toLocaleString("en")} rows`}
            columns={columns}
            rows={data.rows.map((cells, index): NumberedRow => ({ number: data.from + index + 1, cells }))}
            rowId={({ number }) => String(number)}
            empty={<EmptyState title="No row yet">Edit it to add rows; each has a cell for every column.</EmptyState>}
          />
          <PlacePager
            noun="rows"
            from={data.from}
            shown={data.rows.length}
            total={count}
            pageSize={pageSize}
            onGo={setFrom}
          />
        </div>
      )}
    </Loaded>
  );
}
