import type { ResourceRecord } from "@countersign/core";
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { usePages } from "../client/pages.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";

/** Lets a label that no policy protects serve a version. */
export function MoveLabel({ resource, onClose }: { readonly resource: ResourceRecord; onClose(): void }) {
  const [label, setLabel] = useState("");
  const [versionId, setVersionId] = useState<string | null>(resource.drafts?.latestVersionId ?? null);
  const versions = usePages(["version", "list", resource.id], (client, page, options) =>
    client.version.list({ ...page, resourceId: resource.id }, options),
  );
  const current = resource.labels.find((candidate) => candidate.name === label);
  const release = useAct(
    (client, version: string) =>
      client.release.create({
        resourceId: resource.id,
        label,
        versionId: version,
        expectedSequence: current?.sequence ?? 0,
      }),
    { done: (made) => `${made.label} serves v${made.versionNumber ?? "?"} now.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (versionId !== null && (await release.run(versionId)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Set a label of ${resource.path}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>A label that an approval policy protects moves only by a release request.</p>
          <TextInput
            data-autofocus
            label="Label"
            description={
              current === undefined
                ? "A new one, or one of those there are"
                : `Serves v${current.versionNumber ?? "–"} now`
            }
            required
            withAsterisk={false}
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Select
            label="Version"
            searchable
            allowDeselect={false}
            data={versions.rows.map((version) => ({
              value: version.id,
              label: `v${version.number} ${version.message}`.trim(),
            }))}
            value={versionId}
            onChange={setVersionId}
          />
          <ErrorNotice error={release.error ?? versions.query.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={release.pending} disabled={versionId === null}>
              Set the label
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
