import {
  type CountersignApi,
  type DatasetColumn,
  type DatasetContent,
  type DatasetSchema,
  type JsonValue,
  parseContent,
  type ResourceRecord,
  rowFileFormat,
  type VersionRecord,
} from "@countersign/core";
import { uploadRows } from "@countersign/sdk/rows";
import { Alert, Button, FileInput, Progress, Textarea } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useAct } from "../client/act.ts";
import { useMay } from "../client/may.ts";
import { useClient } from "../client/surroundings.tsx";
import { DatasetView } from "../content/dataset-view.tsx";
import { type NumberedRow, rowColumns } from "../content/row-columns.tsx";
import { addresses } from "../interface/addresses.ts";
import { DataTable } from "../interface/data-table.tsx";
import { useGo } from "../interface/page-link.tsx";
import { ColumnFields } from "./column-fields.tsx";
import styles from "./editor.module.css";
import { EditorFrame } from "./editor-frame.tsx";
import form from "./form-fields.module.css";
import { type ImportPreview, type ImportSource, previewOf, readSource, rowsAsCsv, shareDone } from "./row-import.ts";
import { useUnsaved } from "./unsaved.ts";

export interface DatasetEditorProps {
  readonly resource: ResourceRecord;
  /** The version one starts from; `null` writes the first. */
  readonly base: VersionRecord | null;
}

/** So many rows are edited as text; more are changed in the file that they came from. */
const editedAsText = 500;

/** Writes a version of a dataset: rows from a file or a text, and what its columns mean. */
export function DatasetEditor({ resource, base }: DatasetEditorProps) {
  const go = useGo();
  const client = useClient();
  const before = useMemo(() => datasetOf(base), [base]);
  const [source, setSource] = useState<ImportSource | null>(null);
  const [columns, setColumns] = useState<readonly DatasetColumn[]>(before?.schema.columns ?? []);
  const [key, setKey] = useState<string | null>(before?.schema.key ?? null);
  const [message, setMessage] = useState("");
  const [done, setDone] = useState<{ readonly rows: number; readonly bytes: number } | null>(null);
  const ending = useRef<AbortController | null>(null);
  const mayEdit = useMay("dataset:edit", [resource.id, resource.folderId, resource.workspaceId]);
  const schema: DatasetSchema = { columns, ...(key === null ? {} : { key }) };
  const preview = usePreview(source, columns, setColumns);
  const changed = source !== null || (before !== null && JSON.stringify(schema) !== JSON.stringify(before.schema));
  const saved = useUnsaved(changed);

  const save = useAct(
    async (api, force: boolean) => {
      const control = new AbortController();
      ending.current = control;
      const content = await contentToSave(api, resource.id, { before, source, schema }, control.signal, setDone);
      return api.version.create({
        resourceId: resource.id,
        content,
        message,
        basedOnVersionId: base?.id ?? null,
        ...(force ? { force: true } : {}),
      });
    },
    { done: (version) => `Saved as v${version.number}. Nothing is live by that.` },
  );
  const submit = async (force: boolean) => {
    saved.current = true;
    const version = await save.run(force);
    setDone(null);
    if (version === undefined) saved.current = false;
    else go(addresses.resource(resource.id, "content"));
  };
  const editAsText = async () => {
    if (base === null || before === null) return;
    const page = await client.version.rows({ versionId: base.id, limit: editedAsText });
    setSource({ type: "text", text: rowsAsCsv(before.schema.columns, page.rows), format: "csv" });
  };
  const why = whyNot({ may: mayEdit, source, preview, changed });

  return (
    <EditorFrame
      resource={resource}
      base={base}
      fields={
        <>
          <section className={form["section"]} aria-labelledby="rows">
            <h2 id="rows">Rows</h2>
            <p className={form["quiet"]}>
              {before === null
                ? "From a CSV file whose first line names the columns, or from JSON objects, one a line."
                : `It has ${before.rowCount.toLocaleString("en")} rows. They stay unless you bring others: a file or a text takes the place of all.`}
            </p>
            <FileInput
              label="File"
              placeholder="Choose a .csv or .jsonl file"
              accept=".csv,.jsonl,.ndjson,text/csv"
              clearable
              clearButtonProps={{ "aria-label": "Take the file out" }}
              disabled={save.pending}
              value={source?.type === "file" ? source.file : null}
              onChange={(file) => {
                const format = file === null ? null : rowFileFormat(file.name);
                setSource(file === null || format === null ? null : { type: "file", file, format });
              }}
            />
            {source?.type === "file" ? null : (
              <Textarea
                label="Or as text"
                description="CSV, its first line the names of the columns"
                autosize
                minRows={4}
                maxRows={18}
                spellCheck={false}
                disabled={save.pending}
                classNames={{ input: styles["code"] ?? "" }}
                value={source?.text ?? ""}
                onChange={(event) => {
                  const text = event.currentTarget.value;
                  setSource(text.trim() === "" ? null : { type: "text", text, format: "csv" });
                }}
              />
            )}
            {source === null && before !== null && before.rowCount <= editedAsText && before.rowCount > 0 ? (
              <Button variant="default" size="xs" onClick={() => void editAsText()}>
                Edit the rows as text
              </Button>
            ) : null}
          </section>
          <ColumnFields
            columns={columns}
            keyName={key}
            typesFixed={source === null}
            onColumns={setColumns}
            onKey={setKey}
          />
        </>
      }
      message={message}
      onMessage={setMessage}
      why={why}
      save={save}
      onSave={(force) => void submit(force)}
      notes={
        done === null || source === null ? null : (
          <>
            <Progress value={shareDone(source, done.bytes)} aria-label="Rows uploaded" />
            <p role="status" className={styles["quiet"]}>
              {done.rows.toLocaleString("en")} rows uploaded. Nothing is saved before all are.
            </p>
            <Button variant="default" size="xs" onClick={() => ending.current?.abort()}>
              Stop
            </Button>
          </>
        )
      }
    >
      <Outcome preview={source === null ? null : preview} columns={columns} before={before} base={base} />
    </EditorFrame>
  );
}

interface OutcomeProps {
  readonly preview: ImportPreview | null;
  readonly columns: readonly DatasetColumn[];
  readonly before: DatasetContent | null;
  readonly base: VersionRecord | null;
}

/** The first rows of what would be imported, or the rows that stay. */
function Outcome({ preview, columns, before, base }: OutcomeProps) {
  const shown = useMemo(() => rowColumns(columns), [columns]);
  if (preview === null) {
    if (before === null || base === null) return null;
    return <DatasetView dataset={before} rows={{ type: "version", versionId: base.id }} />;
  }
  if (!preview.ok) return <Alert color="red">{preview.problem}</Alert>;
  return (
    <section className={form["section"]} aria-labelledby="preview">
      <h2 id="preview">The first rows</h2>
      <DataTable
        label="The first rows"
        columns={shown}
        rows={preview.rows.map((cells, index): NumberedRow => ({ number: index + 1, cells }))}
        rowId={({ number }) => String(number)}
        empty={<p className={styles["quiet"]}>There is no row in it.</p>}
      />
    </section>
  );
}

/** Reads the first rows of a source anew whenever it or the columns change; takes over the columns that a new one suggests. */
function usePreview(
  source: ImportSource | null,
  columns: readonly DatasetColumn[],
  suggest: (columns: readonly DatasetColumn[]) => void,
): ImportPreview | null {
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const suggestedFor = useRef<ImportSource | null>(null);
  useEffect(() => {
    let current = true;
    if (source === null) {
      setPreview(null);
      return undefined;
    }
    const isNew = suggestedFor.current !== source;
    void previewOf(source, isNew ? undefined : { columns }).then((answer) => {
      if (!current) return;
      setPreview(answer);
      if (!isNew) return;
      suggestedFor.current = source;
      if (answer.ok) suggest(withDescriptions(answer.columns, columns));
    });
    return () => {
      current = false;
    };
  }, [source, columns, suggest]);
  return preview;
}

/** Columns as a source suggests them; those that were there keep their type and what is said about them. */
function withDescriptions(
  suggested: readonly DatasetColumn[],
  known: readonly DatasetColumn[],
): readonly DatasetColumn[] {
  return suggested.map((column) => known.find(({ name }) => name === column.name) ?? column);
}

async function contentToSave(
  api: CountersignApi,
  resourceId: string,
  draft: {
    readonly before: DatasetContent | null;
    readonly source: ImportSource | null;
    readonly schema: DatasetSchema;
  },
  signal: AbortSignal,
  onProgress: (progress: { readonly rows: number; readonly bytes: number }) => void,
): Promise<JsonValue> {
  const { before, source, schema } = draft;
  if (source === null) {
    const kept: JsonValue = JSON.parse(JSON.stringify({ ...before, schema }));
    return kept;
  }
  const { rows } = await readSource(source, schema);
  return { upload: await uploadRows(api, resourceId, schema, rows, { signal, onProgress }) };
}

function whyNot(draft: {
  readonly may: ReturnType<typeof useMay>;
  readonly source: ImportSource | null;
  readonly preview: ImportPreview | null;
  readonly changed: boolean;
}): string | null {
  if (!draft.may.allowed) return draft.may.why;
  if (!draft.changed) return "Nothing is changed yet.";
  if (draft.source !== null && draft.preview?.ok === false)
    return "The rows cannot be read; what is wrong is said below.";
  return null;
}

function datasetOf(base: VersionRecord | null): DatasetContent | null {
  const parsed = base === null ? null : parseContent("dataset", base.content);
  return parsed?.ok === true && parsed.value.kind === "dataset" ? parsed.value.content : null;
}
