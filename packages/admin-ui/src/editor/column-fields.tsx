import { COLUMN_TYPES, type DatasetColumn } from "@countersign/core";
import { NativeSelect, TextInput } from "@mantine/core";
import styles from "./form-fields.module.css";

export interface ColumnFieldsProps {
  readonly columns: readonly DatasetColumn[];
  /** The column that tells rows apart; `null` for none. */
  readonly keyName: string | null;
  /** The rows stay as they are, and with them the types and the key. */
  readonly typesFixed: boolean;
  onColumns(columns: readonly DatasetColumn[]): void;
  onKey(name: string | null): void;
}

/** What each column holds and means, and which one tells rows apart. Their names come with the rows. */
export function ColumnFields({ columns, keyName, typesFixed, onColumns, onKey }: ColumnFieldsProps) {
  if (columns.length === 0) return null;
  const change = (column: DatasetColumn) => onColumns(columns.map((one) => (one.name === column.name ? column : one)));
  return (
    <section className={styles["section"]} aria-labelledby="columns">
      <h2 id="columns">Columns</h2>
      {typesFixed ? (
        <p className={styles["quiet"]}>Names, types and key change with the rows: bring them as a file or as text.</p>
      ) : null}
      {columns.map((column) => (
        <div key={column.name} className={styles["column"]}>
          <code>{column.name}</code>
          <NativeSelect
            aria-label={`Type of ${column.name}`}
            size="xs"
            disabled={typesFixed}
            data={[...COLUMN_TYPES]}
            value={column.type}
            onChange={(event) => {
              const type = COLUMN_TYPES.find((candidate) => candidate === event.currentTarget.value);
              if (type !== undefined) change({ ...column, type });
            }}
          />
          <TextInput
            aria-label={`What ${column.name} is`}
            placeholder="What it is"
            size="xs"
            value={column.description ?? ""}
            onChange={(event) => change(described(column, event.currentTarget.value))}
          />
        </div>
      ))}
      <NativeSelect
        label="What tells rows apart"
        description="Filled in every row, no value twice. With it, changes are found by it and not by place."
        size="xs"
        disabled={typesFixed}
        value={keyName ?? ""}
        onChange={(event) => onKey(event.currentTarget.value === "" ? null : event.currentTarget.value)}
        data={[
          { value: "", label: "nothing: what they hold, and where they stand" },
          ...columns
            .filter(({ type }) => type === "text" || type === "number")
            .map(({ name }) => ({ value: name, label: name })),
        ]}
      />
    </section>
  );
}

function described({ name, type }: DatasetColumn, description: string): DatasetColumn {
  return { name, type, ...(description === "" ? {} : { description }) };
}
