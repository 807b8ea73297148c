import { type BindingRecord, permissionCatalogue } from "@countersign/core";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ExpiryField } from "../interface/expiry-field.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { RolePicker } from "../interface/role-picker.tsx";
import { ScopePicker } from "../interface/scope-picker.tsx";
import { bindingInput, bindingProblem, emptyBinding } from "./binding-draft.ts";
import styles from "./give-role-dialog.module.css";

export interface GiveRoleDialogProps {
  readonly holder: { readonly type: "principal" | "group"; readonly id: string; readonly name: string };
  onClose(): void;
}

/** Gives a role to a person, a service account or a group: which, where, until when, and why. */
export function GiveRoleDialog({ holder, onClose }: GiveRoleDialogProps) {
  const [draft, setDraft] = useState(emptyBinding);
  const may = useMay("binding:manage", draft.scopeId);
  const roles = useAsk(["role", "list"], (client, options) => client.role.list({}, options), { fresh: 60_000 });
  const role = roles.data?.find(({ id }) => id === draft.roleId);
  const critical = role?.may.filter((permission) => permissionCatalogue[permission].risk === "critical") ?? [];
  const give = useAct(
    async (client, input: NonNullable<ReturnType<typeof bindingInput>>): Promise<BindingRecord> =>
      client.binding.create(input),
    { done: (binding) => `${holder.name} holds ${binding.role.name} on ${binding.scope.path}.` },
  );
  const submit = async () => {
    const input = bindingInput(draft, { type: holder.type, id: holder.id }, new Date());
    if (input !== null && (await give.run(input)) !== undefined) onClose();
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Give ${holder.name} a role`}
      verb="Give role"
      why={bindingProblem(draft, new Date()) ?? (draft.scopeId === null ? null : may.why)}
      pending={give.pending}
      error={give.error}
      onSubmit={() => void submit()}
    >
      <RolePicker value={draft.roleId} onChange={(roleId) => setDraft({ ...draft, roleId })} />
      {critical.length === 0 ? null : (
        <p className={styles["warning"]}>
          This role holds {critical.length === 1 ? "a critical permission" : `${critical.length} critical permissions`}:{" "}
          {critical.slice(0, 4).join(", ")}
          {critical.length > 4 ? " and others" : ""}.
        </p>
      )}
      <ScopePicker
        description="It counts there and everywhere below."
        types={["organization", "workspace", "folder", "resource"]}
        value={draft.scopeId}
        onChange={(scopeId) => setDraft({ ...draft, scopeId })}
      />
      <ExpiryField value={draft.expiry} onChange={(expiry) => setDraft({ ...draft, expiry })} />
      <Textarea
        label="Why"
        description="Whoever reviews access later reads it."
        autosize
        minRows={2}
        maxRows={5}
        value={draft.reason}
        onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
