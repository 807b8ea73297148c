import type { LabelRecord, ResourceRecord } from "@countersign/core";
import { Select } from "@mantine/core";
import { useState } from "react";
import { RequestTreeChange } from "../content/request-tree-change.tsx";

export interface WithdrawLabelProps {
  readonly resource: ResourceRecord;
  /** Those that a policy protects and that serve something. */
  readonly labels: readonly LabelRecord[];
  onClose(): void;
}

/** Asks that a protected label serve nothing any more. */
export function WithdrawLabel({ resource, labels, onClose }: WithdrawLabelProps) {
  const [label, setLabel] = useState(labels.length === 1 ? (labels[0]?.name ?? null) : null);
  return (
    <RequestTreeChange
      title={`Withdraw a label of ${resource.path}`}
      change={label === null ? null : { type: "withdraw", scopeId: resource.id, label }}
      onClose={onClose}
    >
      <Select
        label="Label"
        description="It serves nothing from then on; its history stays."
        allowDeselect={false}
        data={labels.map(({ name, versionNumber }) => ({
          value: name,
          label: `${name}, serves v${versionNumber ?? "–"}`,
        }))}
        value={label}
        onChange={setLabel}
      />
    </RequestTreeChange>
  );
}
