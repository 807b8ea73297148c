import type { ResourceRecord } from "@countersign/core";
import { Select } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { usePages } from "../client/pages.ts";
import { type EmergencyCause, EmergencyDialog } from "../content/emergency-dialog.tsx";

/** Lets a protected label serve a version of the resource, without the approvals. */
export function EmergencyVersion({ resource, onClose }: { readonly resource: ResourceRecord; onClose(): void }) {
  const guarded = resource.labels.filter((label) => label.protected);
  const [label, setLabel] = useState<string | null>(guarded[0]?.name ?? null);
  const [versionId, setVersionId] = useState<string | null>(null);
  const versions = usePages(["version", "list", resource.id], (client, page, options) =>
    client.version.list({ ...page, resourceId: resource.id }, options),
  );
  const current = guarded.find(({ name }) => name === label);
  const release = useAct(
    (client, cause: EmergencyCause) =>
      client.emergency.releaseVersion({
        resourceId: resource.id,
        label: label ?? "",
        versionId: versionId ?? "",
        ...cause,
        ...(current === undefined ? {} : { expectedSequence: current.sequence }),
      }),
    { done: `Released: ${label ?? "the label"} serves it, unreviewed.` },
  );
  return (
    <EmergencyDialog
      what={`a version to ${label ?? "a label"}`}
      act={release}
      why={label === null || versionId === null ? "Choose a label and a version." : null}
      onClose={onClose}
    >
      <Select
        label="Label"
        allowDeselect={false}
        data={guarded.map(({ name }) => name)}
        value={label}
        onChange={setLabel}
      />
      <Select
        label="Version"
        searchable
        allowDeselect={false}
        data={versions.rows.map((version) => ({
          value: version.id,
          label: `v${version.number} ${version.message}`.trim(),
          disabled: version.id === current?.versionId,
        }))}
        value={versionId}
        onChange={setVersionId}
      />
    </EmergencyDialog>
  );
}
