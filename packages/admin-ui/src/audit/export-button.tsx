import { Button, Group, Modal, Progress, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useMay } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { useClient } from "../client/surroundings.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { useAnnounce } from "../interface/announcer.tsx";
import { download } from "../interface/download.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { type ExportProgress, exportEvents } from "./export-events.ts";

/** Takes the whole log along as a file, showing how far it is. */
export function ExportButton() {
  const may = useMay("audit:export", null);
  const me = useMe();
  const client = useClient();
  const announce = useAnnounce();
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [newest, setNewest] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setError(null);
    setProgress({ events: 0, lastSeq: 0 });
    try {
      const head = await client.audit.list({ limit: 1 }, { signal: controller.signal });
      setNewest(head.items[0]?.seq ?? 0);
      const parts = await exportEvents(client.audit, controller.signal, setProgress);
      const day = new Date().toISOString().slice(0, 10);
      download(`audit-${me.organization.id}-${day}.jsonl`, "application/jsonl", parts);
      announce("The audit log is exported.");
      setProgress(null);
    } catch (failure) {
      if (controller.signal.aborted) setProgress(null);
      else setError(failure);
    }
  };
  const close = () => {
    stop.current?.abort();
    setProgress(null);
  };
  const share = newest === 0 ? 0 : Math.min(100, ((progress?.lastSeq ?? 0) / newest) * 100);
  return (
    <>
      <ActionButton
        variant="default"
        why={may.why}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => void run()}
      >
        Export
      </ActionButton>
      <Modal opened={progress !== null} onClose={close} title="Exporting the audit log" closeOnClickOutside={false}>
        <Stack gap="md">
          <p>One event a line, each with the exact bytes that were hashed. That it was exported is itself recorded.</p>
          <Progress value={share} aria-label={`${progress?.events ?? 0} events read`} />
          <p role="status">{(progress?.events ?? 0).toLocaleString("en")} events read</p>
          <ErrorNotice error={error} onRetry={() => void run()} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
