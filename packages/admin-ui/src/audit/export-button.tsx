import { type ExportFormat, exportFormats } from "@countersign/core";
import { Button, Group, Modal, Progress, SegmentedControl, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useMay } from "../client/may.ts";
import { useClient } from "../client/surroundings.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { useAnnounce } from "../interface/announcer.tsx";
import { download } from "../interface/download.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { formatWords, progressShare, progressWords } from "./export-words.ts";
import { type ExportProgress, takeExport } from "./take-export.ts";

/** Takes the whole log along as a file, showing how far it is. */
export function ExportButton() {
  const may = useMay("audit:export", null);
  const client = useClient();
  const announce = useAnnounce();
  const [opened, setOpened] = useState(false);
  const [format, setFormat] = useState<ExportFormat>("jsonl");
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    setError(null);
    setProgress(null);
    setRunning(true);
    try {
      const taken = await takeExport(client.downloadAudit, { format, signal }, setProgress);
      // Stopped between its last piece and here, it is not offered.
      signal.throwIfAborted();
      download(taken.name, taken.file);
      announce("The audit log is exported.");
      setOpened(false);
    } catch (failure) {
      if (signal.aborted) announce("The export was stopped; nothing was saved.");
      else setError(failure);
    } finally {
      setRunning(false);
    }
  };
  const close = () => {
    stop.current?.abort();
    setError(null);
    setOpened(false);
  };
  return (
    <>
      <ActionButton
        variant="default"
        why={may.why}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Export
      </ActionButton>
      <Modal opened={opened} onClose={close} title="Export the audit log" closeOnClickOutside={!running}>
        <Stack gap="md">
          <p>
            The whole log as it is stored, with its checkpoints and keys, to be verified without this server. That it
            was exported is itself recorded.
          </p>
          <SegmentedControl
            aria-label="Format"
            value={format}
            disabled={running}
            onChange={(value) => setFormat(value === "csv" ? "csv" : "jsonl")}
            data={exportFormats.map((value) => ({ value, label: formatWords[value].name }))}
          />
          <p>{formatWords[format].use}</p>
          {running ? (
            <div>
              <Progress value={progressShare(progress)} aria-label="How much of the log has come" mb="xs" />
              <p role="status">{progressWords(progress)}</p>
            </div>
          ) : null}
          <ErrorNotice error={error} />
          <Group justify="flex-end" gap="xs">
            {running ? (
              <Button variant="default" onClick={() => stop.current?.abort()}>
                Stop
              </Button>
            ) : (
              <>
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button onClick={() => void run()}>{error === null ? "Export" : "Try again"}</Button>
              </>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
