import type { ResourceKind } from "@countersign/core";
import { ActionIcon, MultiSelect, NumberInput, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useAsk } from "../client/ask.ts";
import { usePrincipals } from "../interface/principal-picker.tsx";
import { RolePicker } from "../interface/role-picker.tsx";
import { ConditionsField } from "./conditions-field.tsx";
import type { RequirementDraft } from "./policy-draft.ts";
import styles from "./requirement-field.module.css";

const types: readonly { readonly value: RequirementDraft["type"]; readonly label: string }[] = [
  { value: "role", label: "holders of a role" },
  { value: "group", label: "members of a group" },
  { value: "people", label: "named people" },
];

export interface RequirementFieldProps {
  readonly requirement: RequirementDraft;
  /** The kinds that the policy is for. */
  readonly kinds: readonly ResourceKind[] | null;
  onChange(requirement: RequirementDraft): void;
  /** Left out where what it belongs to is taken out as a whole. */
  onRemove?: () => void;
}

/** One requirement: how many, of what sort, of whom, and when. */
export function RequirementField({ requirement, kinds, onChange, onRemove }: RequirementFieldProps) {
  return (
    <div className={styles["requirement"]}>
      <NumberInput
        label="At least"
        min={1}
        max={100}
        allowDecimal={false}
        value={requirement.count}
        onChange={(count) => onChange({ ...requirement, count: typeof count === "number" ? count : 1 })}
      />
      <Select
        label="of"
        allowDeselect={false}
        data={types}
        value={requirement.type}
        onChange={(value) => {
          const type = types.find((candidate) => candidate.value === value)?.value;
          if (type !== undefined) onChange({ ...requirement, type });
        }}
      />
      <div className={styles["whom"]}>
        <Whom requirement={requirement} onChange={onChange} />
      </div>
      {onRemove === undefined ? (
        <span />
      ) : (
        <ActionIcon aria-label="Take this requirement out" onClick={onRemove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
      <div className={styles["when"]}>
        <ConditionsField
          conditions={requirement.when}
          kinds={kinds}
          onChange={(when) => onChange({ ...requirement, when })}
        />
      </div>
    </div>
  );
}

function Whom({ requirement, onChange }: Pick<RequirementFieldProps, "requirement" | "onChange">) {
  switch (requirement.type) {
    case "role":
      return <RolePicker value={requirement.roleId} onChange={(roleId) => onChange({ ...requirement, roleId })} />;
    case "group":
      return <GroupField value={requirement.groupId} onChange={(groupId) => onChange({ ...requirement, groupId })} />;
    case "people":
      return (
        <PeopleField
          value={requirement.principalIds}
          onChange={(principalIds) => onChange({ ...requirement, principalIds })}
        />
      );
  }
}

interface GroupFieldProps {
  readonly value: string | null;
  onChange(groupId: string | null): void;
}

function GroupField({ value, onChange }: GroupFieldProps) {
  const groups = useAsk(["group", "list", "all"], (client, options) => client.group.list({ limit: 200 }, options));
  return (
    <Select
      label="Group"
      searchable
      placeholder="Choose a group"
      data={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

interface PeopleFieldProps {
  readonly value: readonly string[];
  onChange(principalIds: readonly string[]): void;
}

function PeopleField({ value, onChange }: PeopleFieldProps) {
  const [typed, setTyped] = useState("");
  const found = usePrincipals(typed, false, null);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const names = new Map([...known, ...found.map(({ id, name }) => [id, name] as const)]);
  const options = new Map([...value.map((id) => [id, names.get(id) ?? id] as const), ...names]);
  return (
    <MultiSelect
      label="People"
      searchable
      placeholder={value.length === 0 ? "Type a name" : ""}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      value={[...value]}
      onChange={(ids) => {
        setKnown(names);
        onChange(ids);
      }}
      onSearchChange={setTyped}
    />
  );
}
