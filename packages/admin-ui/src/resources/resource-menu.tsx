import type { ResourceRecord } from "@countersign/core";
import { ActionIcon, Button, Group, Menu, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconArchiveOff, IconDots, IconFileDescription, IconFolderSymlink } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { ActionItem } from "../interface/action-item.tsx";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";

/** What is done seldom: describe, move, archive, restore. */
export function ResourceMenu({ resource }: { readonly resource: ResourceRecord }) {
  const [describing, describingOf] = useDisclosure(false);
  const [moving, movingOf] = useDisclosure(false);
  const [archiving, archivingOf] = useDisclosure(false);
  const [restoring, restoringOf] = useDisclosure(false);
  const resourceId = resource.id;
  const place = [resource.id, resource.folderId, resource.workspaceId];
  const mayEdit = useMay(`${resource.kind}:edit`, place);
  const mayDelete = useMay(`${resource.kind}:delete`, place);
  const mayRestore = useMay(`${resource.kind}:create`, [resource.folderId, resource.workspaceId]);
  const archive = useAct((client, _input: null) => client.resource.archive({ resourceId }), {
    done: `Archived ${resource.path}.`,
    undo: (client) => client.resource.restore({ resourceId }),
  });
  const restore = useAct((client, _input: null) => client.resource.restore({ resourceId }), {
    done: `Restored ${resource.path}.`,
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <ActionItem why={mayEdit.why} leftSection={<IconFileDescription size={15} />} onClick={describingOf.open}>
            Describe
          </ActionItem>
          <ActionItem
            why={mayEdit.why ?? mayDelete.why}
            leftSection={<IconFolderSymlink size={15} />}
            onClick={movingOf.open}
          >
            Move or rename
          </ActionItem>
          <Menu.Divider />
          {resource.archivedAt === null ? (
            <ActionItem
              why={mayDelete.why}
              destructive
              leftSection={<IconArchive size={15} />}
              onClick={archivingOf.open}
            >
              Archive
            </ActionItem>
          ) : (
            <ActionItem why={mayRestore.why} leftSection={<IconArchiveOff size={15} />} onClick={restoringOf.open}>
              Restore
            </ActionItem>
          )}
        </Menu.Dropdown>
      </Menu>
      {describing ? <Describe resource={resource} onClose={describingOf.close} /> : null}
      {moving ? <Move resource={resource} onClose={movingOf.close} /> : null}
      <ConfirmByName
        opened={archiving}
        onClose={archivingOf.close}
        title={`Archive ${resource.path}`}
        name={resource.name}
        verb="Archive"
        pending={archive.pending}
        error={archive.error}
        onConfirm={() => void archive.run(null).then((done) => done !== undefined && archivingOf.close())}
      >
        Nobody can fetch, edit or release it until it is restored. Its versions and history stay. What a protected label
        serves can't be archived.
      </ConfirmByName>
      <Modal opened={restoring} onClose={restoringOf.close} title={`Restore ${resource.path}`}>
        <Stack gap="md">
          <p>It is listed again, and its labels serve again what they served.</p>
          <ErrorNotice error={restore.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={restoringOf.close}>
              Cancel
            </Button>
            <Button
              loading={restore.pending}
              onClick={() => void restore.run(null).then((done) => done !== undefined && restoringOf.close())}
            >
              Restore
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

interface DialogProps {
  readonly resource: ResourceRecord;
  onClose(): void;
}

function Describe({ resource, onClose }: DialogProps) {
  const [description, setDescription] = useState(resource.description);
  const update = useAct((client, _input: null) => client.resource.update({ resourceId: resource.id, description }), {
    done: "Saved the description.",
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await update.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Describe ${resource.path}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Textarea
            data-autofocus
            label="Description"
            autosize
            minRows={3}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <ErrorNotice error={update.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.pending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Move({ resource, onClose }: DialogProps) {
  const [name, setName] = useState(resource.name);
  const [folderId, setFolderId] = useState<string | null>(resource.folderId);
  const folders = useAsk(["folder", "list", resource.workspaceId], (client, options) =>
    client.folder.list({ workspaceId: resource.workspaceId }, options),
  );
  const move = useAct((client, _input: null) => client.resource.move({ resourceId: resource.id, folderId, name }), {
    done: (moved) => `Moved to ${moved.path}.`,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await move.run(null)) !== undefined) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Move ${resource.path}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <p>Applications fetch it by its path: they need the new one afterwards.</p>
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Folder"
            placeholder="Directly in the workspace"
            clearable
            searchable
            data={(folders.data ?? []).map((folder) => ({ value: folder.id, label: folder.path }))}
            value={folderId}
            onChange={setFolderId}
          />
          <ErrorNotice error={move.error ?? folders.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={move.pending}>
              Move
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
