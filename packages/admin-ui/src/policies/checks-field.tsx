import type { ResourceKind } from "@countersign/core";
import { Button, Group, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useAsk } from "../client/ask.ts";
import { ConditionsField } from "./conditions-field.tsx";
import { type CheckDraft, nextKey } from "./policy-draft.ts";
import { TermRow } from "./term-row.tsx";

export interface ChecksFieldProps {
  readonly checks: readonly CheckDraft[];
  readonly kinds: readonly ResourceKind[] | null;
  onChange(checks: readonly CheckDraft[]): void;
}

/** Checks that a service account must have reported as passed for exactly what would be released. */
export function ChecksField({ checks, kinds, onChange }: ChecksFieldProps) {
  const accounts = useAsk(["serviceAccount", "list", "all"], (client, options) =>
    client.serviceAccount.list({ limit: 200 }, options),
  );
  const replace = (changed: CheckDraft) =>
    onChange(checks.map((other) => (other.key === changed.key ? changed : other)));
  return (
    <Stack gap="sm">
      {checks.map((check) => (
        <TermRow
          key={check.key}
          what="this check"
          onRemove={() => onChange(checks.filter(({ key }) => key !== check.key))}
        >
          <TextInput
            label="Check"
            placeholder="eval:regression"
            value={check.name}
            onChange={(event) => replace({ ...check, name: event.currentTarget.value })}
          />
          <Select
            label="Reported by"
            searchable
            placeholder="A service account"
            data={(accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={check.serviceAccountId}
            onChange={(serviceAccountId) => replace({ ...check, serviceAccountId })}
          />
          <NumberInput
            label="Counts for hours"
            placeholder="No end"
            min={1}
            max={8760}
            allowDecimal={false}
            value={check.validHours ?? ""}
            onChange={(hours) => replace({ ...check, validHours: typeof hours === "number" ? hours : null })}
          />
          <div style={{ flexBasis: "100%" }}>
            <ConditionsField conditions={check.when} kinds={kinds} onChange={(when) => replace({ ...check, when })} />
          </div>
        </TermRow>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onChange([
              ...checks,
              { key: nextKey(checks), name: "", serviceAccountId: null, validHours: null, when: undefined },
            ])
          }
        >
          Add a check
        </Button>
      </Group>
    </Stack>
  );
}
