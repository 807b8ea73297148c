import type { ResourceKind, WorkspaceRecord } from "@countersign/core";
import { Alert, Button, FileInput, Group, Modal, Progress, Stack } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../client/surroundings.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import styles from "./import-dialog.module.css";
import { type ImportFile, readImportFile } from "./import-file.ts";
import { type ImportProgress, importVersions } from "./import-versions.ts";
import { kindWords } from "./kind-words.ts";

export interface ImportDialogProps {
  readonly workspace: WorkspaceRecord;
  readonly kind: ResourceKind;
  onClose(): void;
}

/** Brings versions out of a file; each is saved as if it had been written, and nothing is live by it. */
export function ImportDialog({ workspace, kind, onClose }: ImportDialogProps) {
  const client = useClient();
  const queries = useQueryClient();
  const words = kindWords[kind];
  const [file, setFile] = useState<ImportFile | null>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const versions = file?.ok === true ? file.versions : [];
  const finished = progress !== null && !running && progress.done === versions.length;
  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setError(null);
    setRunning(true);
    setProgress({ done: 0, saved: 0, refused: [] });
    try {
      await importVersions(client, { workspace, kind }, versions, controller.signal, setProgress);
    } catch (failure) {
      if (!controller.signal.aborted) setError(failure);
    } finally {
      setRunning(false);
      await queries.invalidateQueries();
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!running}
      title={`Import ${words.many.toLowerCase()} into ${workspace.name}`}
    >
      <Stack gap="md">
        <div className={styles["format"]}>
          <p>
            A file with one version a line, the oldest of a path first. What was imported before is found again, so the
            same file can be imported twice. Nothing is live by it.
          </p>
          <pre>{example(kind)}</pre>
        </div>
        <FileInput
          label="File"
          placeholder="Choose a .jsonl file"
          accept=".jsonl,.ndjson,.json,application/jsonl"
          disabled={running}
          onChange={(chosen) => {
            setProgress(null);
            setFile(null);
            void chosen?.text().then((text) => setFile(readImportFile(text, kind)));
          }}
        />
        {file?.ok === false ? <Alert color="red">{file.problem}</Alert> : null}
        {file?.ok === true && progress === null ? <p role="status">{countWords(file, words.one)}</p> : null}
        {progress === null ? null : (
          <>
            <Progress
              value={(progress.done / Math.max(versions.length, 1)) * 100}
              aria-label={`${progress.done} of ${versions.length} versions`}
            />
            <p role="status">
              {finished ? <IconCheck size={15} className={styles["check"]} aria-hidden /> : null}
              {progress.done} of {versions.length} read, {progress.saved} saved
              {progress.refused.length === 0 ? "." : `, ${progress.refused.length} refused:`}
            </p>
            {progress.refused.length === 0 ? null : (
              <ul className={styles["refused"]}>
                {progress.refused.map((sentence, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
                  <li key={index}>{sentence}</li>
                ))}
              </ul>
            )}
          </>
        )}
        <ErrorNotice error={error} onRetry={() => void run()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {finished ? "Done" : "Cancel"}
          </Button>
          {finished ? null : (
            <ActionButton
              why={file?.ok === true ? null : "Choose a file first that can be read."}
              pending={running}
              onClick={() => void run()}
            >
              Import
            </ActionButton>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function countWords(file: Extract<ImportFile, { ok: true }>, one: string): string {
  const paths = new Set(file.versions.map(({ path }) => path)).size;
  const versions = file.versions.length === 1 ? "1 version" : `${file.versions.length} versions`;
  return `${versions} of ${paths === 1 ? `1 ${one}` : `${paths} ${one}s`}.`;
}

function example(kind: ResourceKind): string {
  const content = kind === "prompt" ? '"A text, or a whole content"' : "{ … }";
  return `{"path": "folder/name", "content": ${content}, "message": "Why"}`;
}
