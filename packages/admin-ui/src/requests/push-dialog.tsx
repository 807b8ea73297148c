import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { usePages } from "../client/pages.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import type { RequestDialogProps } from "./publish-dialog.tsx";

/** Proposes another version of the same source. */
export function PushDialog({ request, onClose }: RequestDialogProps) {
  const [versionId, setVersionId] = useState<string | null>(null);
  const sourceId = request.source.versionId;
  const source = useAsk(
    ["version", "get", sourceId],
    (client, options) => client.version.get({ versionId: sourceId ?? "" }, options),
    { enabled: sourceId !== null },
  );
  const resourceId = source.data?.resourceId;
  const versions = usePages(
    ["version", "list", resourceId],
    (client, page, options) => client.version.list({ ...page, resourceId: resourceId ?? "" }, options),
    { enabled: resourceId !== undefined },
  );
  const push = useAct(
    (client, sourceVersionId: string) => client.request.push({ requestId: request.id, sourceVersionId }),
    { done: "Pushed. Reviews of another content no longer count." },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (versionId !== null && (await push.run(versionId)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Push another version">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>If content or includes change, the reviews so far are dismissed.</p>
          {sourceId === null ? (
            <p>You may not view where this request comes from, so you can't choose among its versions.</p>
          ) : (
            <Select
              data-autofocus
              label={`Version of ${request.source.address ?? "the source"}`}
              searchable
              data={versions.rows.map((version) => ({
                value: version.id,
                label: `v${version.number} ${version.message}`.trim(),
                disabled: version.id === sourceId,
              }))}
              value={versionId}
              onChange={setVersionId}
            />
          )}
          <ErrorNotice error={push.error ?? source.error ?? versions.query.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={push.pending} disabled={versionId === null}>
              Push
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
