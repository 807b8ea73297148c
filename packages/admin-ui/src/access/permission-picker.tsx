import { type Permission, parsePermission } from "@countersign/core";
import { Select } from "@mantine/core";
import { permissionChoices } from "../interface/permission-choices.ts";
import { PermissionOption } from "../interface/permission-option.tsx";

export interface PermissionPickerProps {
  readonly value: Permission | null;
  onChange(permission: Permission | null): void;
  readonly label: string;
}

/** Chooses one permission of the catalogue. */
export function PermissionPicker({ value, onChange, label }: PermissionPickerProps) {
  return (
    <Select
      label={label}
      placeholder="Choose, for example prompt:publish"
      searchable
      clearable
      maxDropdownHeight={360}
      nothingFoundMessage="No permission is called so"
      data={permissionChoices()}
      value={value}
      onChange={(chosen) => onChange(parsePermission(chosen))}
      renderOption={({ option }) => <PermissionOption permission={option.value} />}
    />
  );
}
