import { isAuditAction } from "@countersign/core";
import { Button, Select, TextInput } from "@mantine/core";
import { PrincipalPicker } from "../interface/principal-picker.tsx";
import styles from "./audit-filters.module.css";
import type { AuditSearch } from "./audit-search.ts";
import { actionGroups } from "./event-words.ts";

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  onChange(change: AuditSearch): void;
  readonly filtered: boolean;
}

const groups = actionGroups();

/** Who, what, on what, with what outcome, and when; all of it stands in the address. */
export function AuditFilters({ search, onChange, filtered }: AuditFiltersProps) {
  return (
    <div className={styles["filters"]}>
      <PrincipalPicker
        label="By"
        placeholder="Anybody"
        clearable
        value={search.actor ?? null}
        onChange={(actor) => onChange({ actor: actor ?? undefined })}
      />
      <Select
        label="Action"
        placeholder="Any"
        searchable
        clearable
        data={groups}
        value={search.action ?? null}
        onChange={(action) => onChange({ action: action !== null && isAuditAction(action) ? action : undefined })}
      />
      <Select
        label="Outcome"
        placeholder="Any"
        clearable
        data={[
          { value: "done", label: "Done" },
          { value: "refused", label: "Refused" },
        ]}
        value={search.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: outcome === "done" || outcome === "refused" ? outcome : undefined })}
      />
      <TextInput
        key={search.target ?? ""}
        label="On (id)"
        placeholder="Anything"
        defaultValue={search.target ?? ""}
        onKeyDown={(event) => {
          if (event.key === "Enter") onChange({ target: event.currentTarget.value.trim() || undefined });
        }}
        onBlur={(event) => onChange({ target: event.currentTarget.value.trim() || undefined })}
      />
      <TextInput
        type="date"
        label="From"
        max={search.to}
        value={search.from ?? ""}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label="To"
        min={search.from}
        value={search.to ?? ""}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {filtered ? (
        <Button
          variant="default"
          onClick={() =>
            onChange({
              actor: undefined,
              action: undefined,
              outcome: undefined,
              target: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          Clear
        </Button>
      ) : null}
    </div>
  );
}
