import { Group, Select, TextInput } from "@mantine/core";
import { type Expiry, expiryChoices } from "./expiry.ts";

export interface ExpiryFieldProps {
  readonly value: Expiry;
  onChange(value: Expiry): void;
  /** Default: "Ends". */
  readonly label?: string;
}

/** Until when something counts. */
export function ExpiryField({ value, onChange, label = "Ends" }: ExpiryFieldProps) {
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Select
        label={label}
        flex={1}
        allowDeselect={false}
        data={expiryChoices}
        value={value.choice}
        onChange={(choice) => {
          const chosen = expiryChoices.find((candidate) => candidate.value === choice);
          if (chosen !== undefined) onChange({ ...value, choice: chosen.value });
        }}
      />
      {value.choice === "date" ? (
        <TextInput
          type="date"
          label="Last day"
          value={value.day}
          onChange={(event) => onChange({ ...value, day: event.currentTarget.value })}
        />
      ) : null}
    </Group>
  );
}
