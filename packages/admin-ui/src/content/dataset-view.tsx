import type { DatasetColumn, DatasetContent, DatasetRow, JsonValue } from "@countersign/core";
import { useMemo } from "react";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import styles from "./dataset-view.module.css";

interface NumberedRow {
  readonly number: number;
  readonly cells: DatasetRow;
}

/** A dataset: what its columns mean, and its rows as a table. */
export function DatasetView({ dataset }: { readonly dataset: DatasetContent }) {
  const { schema, rows } = dataset;
  const columns = useMemo(() => columnsOf(schema.columns), [schema.columns]);
  const numbered = useMemo(() => rows.map((cells, index): NumberedRow => ({ number: index + 1, cells })), [rows]);
  return (
    <div className={styles["dataset"]}>
      <dl className={styles["columns"]} aria-label="Columns">
        {schema.columns.map(({ name, type, description }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {type}
              {description === undefined ? "" : ` — ${description}`}
            </dd>
          </div>
        ))}
      </dl>
      <DataTable
        label={rows.length === 1 ? "1 row" : `${rows.length} rows`}
        columns={columns}
        rows={numbered}
        rowId={({ number }) => String(number)}
        empty={<EmptyState title="No row yet">Edit it to add rows; each has a cell for every column.</EmptyState>}
      />
    </div>
  );
}

function columnsOf(columns: readonly DatasetColumn[]): readonly Column<NumberedRow>[] {
  return [
    { id: "#", header: "#", width: "3rem", align: "right", cell: ({ number }) => number },
    ...columns.map(
      ({ name, type }, index): Column<NumberedRow> => ({
        id: `column ${name}`,
        header: name,
        align: type === "number" ? "right" : "left",
        cell: ({ cells }) => <Cell value={cells[index] ?? null} />,
      }),
    ),
  ];
}

function Cell({ value }: { readonly value: JsonValue }) {
  if (value === null) return <span className={styles["null"]}>null</span>;
  if (typeof value === "object") return <code className={styles["text"]}>{JSON.stringify(value)}</code>;
  return <span className={styles["text"]}>{String(value)}</span>;
}
