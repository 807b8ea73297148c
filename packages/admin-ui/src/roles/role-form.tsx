import type { RoleRecord } from "@countersign/core";
import { MultiSelect, Textarea, TextInput } from "@mantine/core";
import { PermissionBoard } from "../interface/permission-board.tsx";
import { roleChoices } from "../interface/role-choices.ts";
import { Section } from "../interface/section.tsx";
import { roleColumns } from "./role-columns.ts";
import { type RoleDraft, togglePermission } from "./role-drafts.ts";
import styles from "./role-form.module.css";

/** What is said about a role and what it gives, as it is being written. */
export interface RoleFormValue extends RoleDraft {
  readonly name: string;
  readonly description: string;
}

export interface RoleFormProps {
  /** The role as it is saved; its permissions are what changes are marked against. */
  readonly saved: RoleRecord;
  readonly value: RoleFormValue;
  onChange(value: RoleFormValue): void;
  /** Every role there is, to include. */
  readonly roles: readonly RoleRecord[];
  readonly locked: boolean;
}

/** A role's name, what it includes, and its permissions; knows neither creating nor editing. */
export function RoleForm({ saved, value, onChange, roles, locked }: RoleFormProps) {
  const drafts = new Map([[saved.id, { permissions: value.permissions, includes: value.includes }]]);
  const known = [...roles.filter(({ id }) => id !== saved.id), saved];
  const [column] = roleColumns([saved], known, drafts);
  return (
    <>
      {locked ? null : (
        <div className={styles["words"]}>
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={80}
            value={value.name}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
          />
          <Textarea
            label="What it is for"
            autosize
            minRows={1}
            maxRows={4}
            value={value.description}
            onChange={(event) => onChange({ ...value, description: event.currentTarget.value })}
          />
          <MultiSelect
            label="Includes"
            description="It gives all that these give, as they change."
            placeholder={value.includes.length === 0 ? "No other role" : ""}
            searchable
            data={roleChoices(roles.filter(({ id }) => id !== saved.id))}
            value={[...value.includes]}
            onChange={(includes) => onChange({ ...value, includes })}
          />
        </div>
      )}
      <Section
        title="Permissions"
        note={
          locked
            ? undefined
            : "Filled is what the role names itself. Dashed comes by included roles and can't be taken away here. A triangle has no effect alone."
        }
      >
        {column === undefined ? null : (
          <PermissionBoard
            standingOf={column.standingOf}
            name={`permissions of ${value.name || "the new role"}`}
            locked={locked}
            onToggle={(permission) => {
              const next = togglePermission(drafts, saved, permission).get(saved.id) ?? saved;
              onChange({ ...value, permissions: next.permissions });
            }}
          />
        )}
      </Section>
    </>
  );
}
