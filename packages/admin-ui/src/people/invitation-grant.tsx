import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { ExpiryField } from "../interface/expiry-field.tsx";
import { RolePicker } from "../interface/role-picker.tsx";
import { ScopePicker } from "../interface/scope-picker.tsx";
import type { GrantDraft } from "./invitation-draft.ts";
import styles from "./invitation-grant.module.css";

export interface InvitationGrantProps {
  readonly grant: GrantDraft;
  onChange(grant: GrantDraft): void;
  onRemove(): void;
}

/** One role of an invitation: which, where, until when. */
export function InvitationGrant({ grant, onChange, onRemove }: InvitationGrantProps) {
  return (
    <div className={styles["grant"]}>
      <RolePicker value={grant.roleId} clearable onChange={(roleId) => onChange({ ...grant, roleId })} />
      <ScopePicker value={grant.scopeId} clearable onChange={(scopeId) => onChange({ ...grant, scopeId })} />
      <ExpiryField value={grant.expiry} onChange={(expiry) => onChange({ ...grant, expiry })} />
      <ActionIcon aria-label="Leave this role out" onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
