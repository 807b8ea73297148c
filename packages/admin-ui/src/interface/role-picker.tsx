import { Select } from "@mantine/core";
import { useAsk } from "../client/ask.ts";
import styles from "./permission-option.module.css";
import { roleChoices } from "./role-choices.ts";

export interface RolePickerProps {
  readonly value: string | null;
  onChange(roleId: string | null): void;
  /** Default: "Role". */
  readonly label?: string;
  readonly description?: string;
  /** Roles that are not offered. */
  readonly without?: readonly string[];
  readonly clearable?: boolean;
  readonly placeholder?: string;
}

/** Chooses a role; those of workspaces, those of the organization and custom ones stand apart. */
export function RolePicker(props: RolePickerProps) {
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options), { fresh: 60_000 });
  const offered = (roles.data ?? []).filter(({ id }) => !(props.without ?? []).includes(id));
  return (
    <Select
      label={props.label ?? "Role"}
      description={props.description}
      placeholder={props.placeholder ?? "Choose a role"}
      searchable
      comboboxProps={{ position: "bottom-start" }}
      classNames={{ dropdown: styles["dropdown"] ?? "" }}
      clearable={props.clearable ?? false}
      maxDropdownHeight={320}
      nothingFoundMessage="No role is called so"
      data={roleChoices(offered)}
      value={props.value}
      onChange={props.onChange}
      renderOption={({ option }) => (
        <span className={styles["option"]}>
          {option.label}
          <small>{offered.find(({ id }) => id === option.value)?.description}</small>
        </span>
      )}
    />
  );
}
