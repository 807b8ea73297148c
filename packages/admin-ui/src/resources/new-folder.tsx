import type { FolderRecord, WorkspaceRecord } from "@countersign/core";
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { ErrorNotice } from "../interface/error-notice.tsx";

export interface NewFolderProps {
  readonly opened: boolean;
  onClose(): void;
  readonly workspace: WorkspaceRecord;
  /** `null` makes it directly below the workspace. */
  readonly parent: FolderRecord | null;
}

/** Makes a folder where one is. */
export function NewFolder({ opened, onClose, workspace, parent }: NewFolderProps) {
  const [name, setName] = useState("");
  const create = useAct(
    (client, _input: null) => client.folder.create({ workspaceId: workspace.id, parentId: parent?.id ?? null, name }),
    { done: (folder) => `Created the folder ${folder.path}.` },
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await create.run(null)) === undefined) return;
    setName("");
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`New folder in ${workspace.name}${parent === null ? "" : `/${parent.path}`}`}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label="Name"
            description="Small letters, digits, dots, dashes and underscores"
            required
            withAsterisk={false}
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ErrorNotice error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.pending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
