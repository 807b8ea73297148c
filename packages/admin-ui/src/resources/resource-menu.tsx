import type { ResourceRecord, TreeChangeInput } from "@countersign/core";
import { ActionIcon, Button, Group, Menu, Modal, Stack, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconFileDescription,
  IconFolderSymlink,
  IconTagOff,
} from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useAct } from "../client/act.ts";
import { useMay } from "../client/may.ts";
import { OfferRequest } from "../content/offer-request.tsx";
import { RequestTreeChange } from "../content/request-tree-change.tsx";
import { ActionItem } from "../interface/action-item.tsx";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { ErrorNotice } from "../interface/error-notice.tsx";
import { MoveResource } from "./move-resource.tsx";
import { WithdrawLabel } from "./withdraw-label.tsx";

/** What is done seldom: describe, move, withdraw a label, archive, restore. */
export function ResourceMenu({ resource }: { readonly resource: ResourceRecord }) {
  const [describing, describingOf] = useDisclosure(false);
  const [moving, movingOf] = useDisclosure(false);
  const [archiving, archivingOf] = useDisclosure(false);
  const [restoring, restoringOf] = useDisclosure(false);
  const [withdrawing, withdrawingOf] = useDisclosure(false);
  const [requested, setRequested] = useState<TreeChangeInput | null>(null);
  const resourceId = resource.id;
  const place = [resource.id, resource.folderId, resource.workspaceId];
  const mayEdit = useMay(`${resource.kind}:edit`, place);
  const mayDelete = useMay(`${resource.kind}:delete`, place);
  const mayRequest = useMay(`${resource.kind}:request`, place);
  const withdrawable = resource.labels.filter((label) => label.protected && label.versionNumber !== null);
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
          {resource.archivedAt === null ? (
            <ActionItem
              why={
                mayRequest.why ??
                (withdrawable.length === 0 ? "No label here is protected and serves something." : null)
              }
              leftSection={<IconTagOff size={15} />}
              onClick={withdrawingOf.open}
            >
              Withdraw a label
            </ActionItem>
          ) : null}
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
      {moving ? (
        <MoveResource
          resource={resource}
          onClose={movingOf.close}
          onRequest={(change) => {
            movingOf.close();
            setRequested(change);
          }}
        />
      ) : null}
      {withdrawing ? <WithdrawLabel resource={resource} labels={withdrawable} onClose={withdrawingOf.close} /> : null}
      {requested === null ? null : <RequestTreeChange change={requested} onClose={() => setRequested(null)} />}
      <ConfirmByName
        opened={archiving}
        onClose={archivingOf.close}
        title={`Archive ${resource.path}`}
        name={resource.name}
        verb="Archive"
        pending={archive.pending}
        error={archive.error}
        wayOn={
          <OfferRequest
            error={archive.error}
            onRequest={() => {
              archivingOf.close();
              setRequested({ type: "archive", scopeId: resourceId });
            }}
          />
        }
        onConfirm={() => void archive.run(null).then((done) => done !== undefined && archivingOf.close())}
      >
        Nobody can fetch, edit or release it until it is restored. Its versions and history stay. What a protected label
        serves is archived by a request.
      </ConfirmByName>
      <Modal opened={restoring} onClose={restoringOf.close} title={`Restore ${resource.path}`}>
        <Stack gap="md">
          <p>It is listed again, and its labels serve again what they served.</p>
          <ErrorNotice error={restore.error} />
          <OfferRequest
            error={restore.error}
            onRequest={() => {
              restoringOf.close();
              setRequested({ type: "restore", scopeId: resourceId });
            }}
          />
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
