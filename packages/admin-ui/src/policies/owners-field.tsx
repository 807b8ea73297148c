import type { ResourceKind } from "@countersign/core";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { emptyRequirement, nextKey, type OwnerDraft } from "./policy-draft.ts";
import { RequirementField } from "./requirement-field.tsx";
import { TermRow } from "./term-row.tsx";

export interface OwnersFieldProps {
  readonly owners: readonly OwnerDraft[];
  readonly kinds: readonly ResourceKind[] | null;
  onChange(owners: readonly OwnerDraft[]): void;
}

/** Whose approval some paths need besides. */
export function OwnersField({ owners, kinds, onChange }: OwnersFieldProps) {
  const replace = (changed: OwnerDraft) =>
    onChange(owners.map((other) => (other.key === changed.key ? changed : other)));
  return (
    <Stack gap="sm">
      {owners.map((owner) => (
        <TermRow
          key={owner.key}
          what="this owner"
          onRemove={() => onChange(owners.filter(({ key }) => key !== owner.key))}
        >
          <TextInput
            label="Paths"
            placeholder="billing, */tone, **/legal"
            value={owner.pattern}
            onChange={(event) => replace({ ...owner, pattern: event.currentTarget.value })}
          />
          <div style={{ flexBasis: "100%" }}>
            <RequirementField
              requirement={owner.requirement}
              kinds={kinds}
              onChange={(requirement) => replace({ ...owner, requirement })}
            />
          </div>
        </TermRow>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            const key = nextKey(owners);
            onChange([...owners, { key, pattern: "", requirement: emptyRequirement(key) }]);
          }}
        >
          Add an owner of paths
        </Button>
      </Group>
    </Stack>
  );
}
