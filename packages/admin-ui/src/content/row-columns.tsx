import type { DatasetColumn, DatasetRow, JsonValue } from "@countersign/core";
import type { Column } from "../interface/data-table.tsx";
import styles from "./row-columns.module.css";

/** A row with its number, from 1. */
export interface NumberedRow {
  readonly number: number;
  readonly cells: DatasetRow;
}

/** The columns of a table of rows: their number, then a dataset's own. */
export function rowColumns(columns: readonly DatasetColumn[]): readonly Column<NumberedRow>[] {
  return [
    { id: "#", header: "#", width: "4rem", align: "right", cell: ({ number }) => number.toLocaleString("en") },
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

/** One cell as it is read. */
export function Cell({ value }: { readonly value: JsonValue }) {
  if (value === null) return <span className={styles["null"]}>null</span>;
  if (typeof value === "object") return <code className={styles["text"]}>{JSON.stringify(value)}</code>;
  return <span className={styles["text"]}>{String(value)}</span>;
}
