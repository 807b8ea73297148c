import type { ResourceRecord, TreeChangeInput } from "@countersign/core";
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { OfferRequest } from "../content/offer-request.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";

export interface MoveResourceProps {
  readonly resource: ResourceRecord;
  onClose(): void;
  /** A policy stands against it, and it is asked for instead. */
  onRequest(change: TreeChangeInput): void;
}

/** Gives a resource another name, another folder, or both. */
export function MoveResource({ resource, onClose, onRequest }: MoveResourceProps) {
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
          <OfferRequest
            error={move.error}
            onRequest={() =>
              onRequest({ type: "move", scopeId: resource.id, parentId: folderId ?? resource.workspaceId, name })
            }
          />
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
