import { parsePermission } from "@countersign/core";
import { MultiSelect, Radio, Stack, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMe } from "../client/me.ts";
import { ExpiryField } from "../interface/expiry-field.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";
import { permissionChoices } from "../interface/permission-choices.ts";
import { PermissionOption } from "../interface/permission-option.tsx";
import { PrincipalPicker } from "../interface/principal-picker.tsx";
import { ScopePicker } from "../interface/scope-picker.tsx";
import { type KeyDraft, type KeyReach, keyInput, keyProblem, newKeyDraft } from "./key-draft.ts";
import { KeySecret, type MadeKey } from "./key-secret.tsx";

const reaches: readonly { readonly value: KeyReach; readonly label: string; readonly description: string }[] = [
  { value: "fetch", label: "Fetch what labels serve", description: "What an application needs, and nothing else." },
  { value: "chosen", label: "Choose", description: "Only the permissions named here." },
  { value: "all", label: "All that it may", description: "Whatever both you and whom it acts as may there." },
];

export interface NewKeyDialogProps {
  /** Whom it acts as at first; `null` for oneself. */
  readonly principalId: string | null;
  onClose(): void;
}

/** Makes a key, as narrow as its use, and shows it once. */
export function NewKeyDialog({ principalId, onClose }: NewKeyDialogProps) {
  const me = useMe();
  const [draft, setDraft] = useState<KeyDraft>(() => newKeyDraft(principalId ?? me.principal.id));
  const [made, setMade] = useState<MadeKey | null>(null);
  const create = useAct((client, input: ReturnType<typeof keyInput>) => client.key.create(input), {
    done: (key) => `The key ${key.name} is made.`,
  });
  const submit = async () => {
    const answer = await create.run(keyInput(draft, new Date()));
    if (answer !== undefined) setMade(answer);
  };
  if (made !== null) return <KeySecret made={made} onClose={onClose} />;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="New key"
      size="lg"
      verb="Make key"
      why={keyProblem(draft, new Date())}
      pending={create.pending}
      error={create.error}
      onSubmit={() => void submit()}
    >
      <TextInput
        data-autofocus
        label="Name"
        placeholder="support app, production"
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <PrincipalPicker
        label="Acts as"
        description="Yourself, or a service account whose keys you manage."
        value={draft.principalId}
        onChange={(id) => setDraft({ ...draft, principalId: id ?? me.principal.id })}
      />
      <Radio.Group
        label="It may"
        value={draft.reach}
        onChange={(value) => {
          const reach = reaches.find((candidate) => candidate.value === value)?.value;
          if (reach !== undefined) setDraft({ ...draft, reach });
        }}
      >
        <Stack gap={6} mt={6}>
          {reaches.map((reach) => (
            <Radio key={reach.value} {...reach} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.reach === "chosen" ? (
        <MultiSelect
          label="Permissions"
          searchable
          data={permissionChoices()}
          value={[...draft.permissions]}
          onChange={(chosen) =>
            setDraft({ ...draft, permissions: chosen.map(parsePermission).filter((permission) => permission !== null) })
          }
          renderOption={({ option }) => <PermissionOption permission={option.value} />}
        />
      ) : null}
      <ScopePicker
        label="Where"
        description="It counts there and below. Left out: a service account's home, or everywhere for a person."
        types={["organization", "workspace", "folder", "resource"]}
        clearable
        value={draft.scopeId}
        onChange={(scopeId) => setDraft({ ...draft, scopeId })}
      />
      <TagsInput
        label="Labels"
        description="Only these can be fetched; a single * stands for any characters. Left out: all."
        placeholder={draft.labels.length === 0 ? "production, prod-*" : ""}
        value={[...draft.labels]}
        onChange={(labels) => setDraft({ ...draft, labels })}
      />
      <ExpiryField value={draft.expiry} onChange={(expiry) => setDraft({ ...draft, expiry })} />
    </FormDialog>
  );
}
