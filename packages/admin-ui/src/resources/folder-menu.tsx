import type { FolderRecord, TreeChangeInput, WorkspaceRecord } from "@countersign/core";
import { ActionIcon, Menu, Select, TextInput } from "@mantine/core";
import { IconArchive, IconCursorText, IconDots, IconFolderSymlink } from "@tabler/icons-react";
import { useState } from "react";
import { useAct } from "../client/act.ts";
import { useMay } from "../client/may.ts";
import { OfferRequest } from "../content/offer-request.tsx";
import { RequestTreeChange } from "../content/request-tree-change.tsx";
import { ActionItem } from "../interface/action-item.tsx";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { FormDialog } from "../interface/form-dialog.tsx";

export interface FolderMenuProps {
  readonly workspace: WorkspaceRecord;
  readonly folder: FolderRecord;
  /** Every folder of the workspace. */
  readonly folders: readonly FolderRecord[];
  /** It is not there any more. */
  onGone(): void;
}

/** What is done seldom with a folder: rename, move, archive. */
export function FolderMenu({ workspace, folder, folders, onGone }: FolderMenuProps) {
  const [dialog, setDialog] = useState<"rename" | "move" | "archive" | null>(null);
  const [requested, setRequested] = useState<TreeChangeInput | null>(null);
  const may = useMay("folder:manage", [folder.id, workspace.id]);
  const close = () => setDialog(null);
  const request = (change: TreeChangeInput) => {
    close();
    setRequested(change);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for the folder ${folder.path}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <ActionItem why={may.why} leftSection={<IconCursorText size={15} />} onClick={() => setDialog("rename")}>
            Rename the folder
          </ActionItem>
          <ActionItem why={may.why} leftSection={<IconFolderSymlink size={15} />} onClick={() => setDialog("move")}>
            Move the folder
          </ActionItem>
          <Menu.Divider />
          <ActionItem
            why={may.why}
            destructive
            leftSection={<IconArchive size={15} />}
            onClick={() => setDialog("archive")}
          >
            Archive the folder
          </ActionItem>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" ? <Rename folder={folder} onClose={close} onRequest={request} /> : null}
      {dialog === "move" ? (
        <Move workspace={workspace} folder={folder} folders={folders} onClose={close} onRequest={request} />
      ) : null}
      {dialog === "archive" ? <Archive folder={folder} onClose={close} onRequest={request} onGone={onGone} /> : null}
      {requested === null ? null : <RequestTreeChange change={requested} onClose={() => setRequested(null)} />}
    </>
  );
}

interface DialogProps {
  readonly folder: FolderRecord;
  onClose(): void;
  onRequest(change: TreeChangeInput): void;
}

function Rename({ folder, onClose, onRequest }: DialogProps) {
  const [name, setName] = useState(folder.name);
  const rename = useAct((client, _input: null) => client.folder.rename({ folderId: folder.id, name }), {
    done: (renamed) => `Renamed to ${renamed.path}.`,
    undo: (client) => client.folder.rename({ folderId: folder.id, name: folder.name }),
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Rename ${folder.path}`}
      verb="Rename"
      why={name === "" ? "Name it." : null}
      pending={rename.pending}
      error={rename.error}
      wayOn={
        <OfferRequest error={rename.error} onRequest={() => onRequest({ type: "move", scopeId: folder.id, name })} />
      }
      onSubmit={() => void rename.run(null).then((done) => done !== undefined && onClose())}
    >
      <p>Applications fetch what is in it by its path: they need the new one afterwards.</p>
      <TextInput
        data-autofocus
        label="Name"
        description="Small letters, digits, dots, dashes and underscores"
        value={name}
        onChange={(event) => setName(event.currentTarget.value.trim())}
      />
    </FormDialog>
  );
}

function Move({
  workspace,
  folder,
  folders,
  onClose,
  onRequest,
}: DialogProps & Pick<FolderMenuProps, "workspace" | "folders">) {
  const [parentId, setParentId] = useState<string | null>(folder.parentId);
  const move = useAct((client, _input: null) => client.folder.move({ folderId: folder.id, parentId }), {
    done: (moved) => `Moved to ${moved.path}.`,
    undo: (client) => client.folder.move({ folderId: folder.id, parentId: folder.parentId }),
  });
  const elsewhere = folders.filter(({ path }) => path !== folder.path && !path.startsWith(`${folder.path}/`));
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Move ${folder.path}`}
      verb="Move"
      why={parentId === folder.parentId ? "It is there already." : null}
      pending={move.pending}
      error={move.error}
      wayOn={
        <OfferRequest
          error={move.error}
          onRequest={() => onRequest({ type: "move", scopeId: folder.id, parentId: parentId ?? workspace.id })}
        />
      }
      onSubmit={() => void move.run(null).then((done) => done !== undefined && onClose())}
    >
      <p>Applications fetch what is in it by its path: they need the new one afterwards.</p>
      <Select
        label="Into"
        placeholder={`Directly in ${workspace.name}`}
        clearable
        searchable
        data={elsewhere.map(({ id, path }) => ({ value: id, label: path }))}
        value={parentId}
        onChange={setParentId}
      />
    </FormDialog>
  );
}

function Archive({ folder, onClose, onRequest, onGone }: DialogProps & Pick<FolderMenuProps, "onGone">) {
  const archive = useAct((client, _input: null) => client.folder.archive({ folderId: folder.id }), {
    done: `Archived ${folder.path}.`,
    undo: (client) => client.folder.restore({ folderId: folder.id }),
  });
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={`Archive ${folder.path}`}
      name={folder.name}
      verb="Archive"
      pending={archive.pending}
      error={archive.error}
      wayOn={
        <OfferRequest error={archive.error} onRequest={() => onRequest({ type: "archive", scopeId: folder.id })} />
      }
      onConfirm={() => {
        void archive.run(null).then((done) => {
          if (done === undefined) return;
          onClose();
          onGone();
        });
      }}
    >
      Nobody can fetch, edit or release what is in it until it is restored. Versions and history stay. What a protected
      label serves is archived by a request.
    </ConfirmByName>
  );
}
