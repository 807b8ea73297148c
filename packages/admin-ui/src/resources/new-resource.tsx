import type { FolderRecord, ResourceKind, WorkspaceRecord } from "@countersign/core";
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useAct } from "../client/act.ts";
import { addresses } from "../interface/addresses.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { useGo } from "../interface/page-link.tsx";
import { kindWords } from "./kind-words.ts";

export interface NewResourceProps {
  readonly opened: boolean;
  onClose(): void;
  readonly workspace: WorkspaceRecord;
  readonly kind: ResourceKind;
  readonly folders: readonly FolderRecord[];
  /** The folder that is looked at. */
  readonly folderId: string | null;
}

/** Makes a resource without versions; the editor then writes the first. */
export function NewResource({ opened, onClose, workspace, kind, folders, folderId }: NewResourceProps) {
  const go = useGo();
  const words = kindWords[kind];
  const [name, setName] = useState("");
  const [folder, setFolder] = useState<string | null>(folderId);
  const [description, setDescription] = useState("");
  useEffect(() => setFolder(folderId), [folderId]);
  const create = useAct(
    (client, _input: null) =>
      client.resource.create({ kind, workspaceId: workspace.id, folderId: folder, name, description }),
    { done: (resource) => `Created ${resource.path}.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const resource = await create.run(null);
    if (resource === undefined) return;
    onClose();
    go(addresses.editor(resource.id));
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`New ${words.one} in ${workspace.name}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label="Name"
            description="Small letters, digits, dots, dashes and underscores; it is part of the address that applications fetch"
            required
            withAsterisk={false}
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Folder"
            placeholder={`${workspace.name} itself`}
            clearable
            searchable
            data={folders.map((candidate) => ({ value: candidate.id, label: candidate.path }))}
            value={folder}
            onChange={setFolder}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <ErrorNotice error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.pending}>
              Create and write
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
