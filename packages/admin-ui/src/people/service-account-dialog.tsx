import type { PrincipalRef, ServiceAccountRecord } from "@countersign/core";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMay } from "../client/may.ts";
import { useMe } from "../client/me.ts";
import { FormDialog } from "../interface/form-dialog.tsx";
import { PeoplePicker } from "../interface/people-picker.tsx";
import { ScopePicker } from "../interface/scope-picker.tsx";

export interface ServiceAccountDialogProps {
  /** The one that is edited; `null` makes a new one. */
  readonly account: ServiceAccountRecord | null;
  onClose(): void;
  onDone?(account: ServiceAccountRecord): void;
}

interface Draft {
  readonly name: string;
  readonly description: string;
  readonly homeScopeId: string | null;
  readonly responsible: readonly PrincipalRef[];
}

/** Makes or changes a service account: its name, its home, and who answers for it. */
export function ServiceAccountDialog({ account, onClose, onDone }: ServiceAccountDialogProps) {
  const me = useMe();
  const [draft, setDraft] = useState<Draft>({
    name: account?.name ?? "",
    description: account?.description ?? "",
    homeScopeId: account?.homeScopeId ?? null,
    responsible: account?.responsible ?? [me.principal],
  });
  const may = useMay("service-account:manage", draft.homeScopeId ?? me.organization.id);
  const save = useAct(
    async (client, input: Draft): Promise<ServiceAccountRecord> => {
      const words = {
        name: input.name.trim(),
        description: input.description.trim(),
        responsibleIds: input.responsible.map(({ id }) => id),
      };
      return account === null
        ? client.serviceAccount.create({ ...words, homeScopeId: input.homeScopeId ?? "" })
        : client.serviceAccount.update({ ...words, serviceAccountId: account.id });
    },
    { done: (answer) => `${answer.name} is saved.` },
  );
  const submit = async () => {
    const answer = await save.run(draft);
    if (answer === undefined) return;
    onClose();
    onDone?.(answer);
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={account === null ? "New service account" : `Change ${account.name}`}
      verb={account === null ? "Create" : "Save"}
      why={problemOf(draft) ?? may.why}
      pending={save.pending}
      error={save.error}
      onSubmit={() => void submit()}
    >
      <TextInput
        data-autofocus
        label="Name"
        placeholder="support-app"
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label="What it does"
        autosize
        minRows={2}
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
      />
      {account === null ? (
        <ScopePicker
          label="Home"
          description="Whoever manages service accounts there manages this one. It can't be changed later."
          types={["organization", "workspace"]}
          value={draft.homeScopeId}
          onChange={(homeScopeId) => setDraft({ ...draft, homeScopeId })}
        />
      ) : null}
      <PeoplePicker
        label="Responsible"
        description="They answer for what it does; what it contributes counts as theirs."
        value={draft.responsible}
        onChange={(responsible) => setDraft({ ...draft, responsible })}
      />
    </FormDialog>
  );
}

function problemOf(draft: Draft): string | null {
  if (draft.name.trim() === "") return "It needs a name.";
  if (draft.homeScopeId === null) return "Choose its home.";
  return draft.responsible.length === 0 ? "At least one person answers for it." : null;
}
