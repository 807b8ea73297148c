import type { TreeChangeInput, WorkspaceRecord } from "@countersign/core";
import { IconBox, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useAct } from "../client/act.ts";
import { useAsk } from "../client/ask.ts";
import { type May, useDecide, useMay } from "../client/may.ts";
import { OfferRequest } from "../content/offer-request.tsx";
import { RequestTreeChange } from "../content/request-tree-change.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { ConfirmByName } from "../interface/confirm-by-name.tsx";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import styles from "./settings-page.module.css";
import { WorkspaceDialog } from "./workspace-dialog.tsx";

type Dialog =
  | { readonly type: "create" }
  | { readonly type: "change" | "archive" | "restore"; readonly workspace: WorkspaceRecord };

/** Every workspace: made, renamed, archived and restored here. */
export function WorkspacesTab() {
  const create = useMay("workspace:create", null);
  const decide = useDecide();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [requested, setRequested] = useState<TreeChangeInput | null>(null);
  const close = () => {
    setDialog(null);
    archive.reset();
    restore.reset();
  };
  const workspaces = useAsk(["workspace", "list", { includeArchived: create.allowed }], (client, options) =>
    client.workspace.list({ includeArchived: create.allowed }, options),
  );
  const archive = useAct((client, workspaceId: string) => client.workspace.archive({ workspaceId }), {
    done: (answer) => `${answer.name} is archived; nothing is served from it.`,
    undo: (client, workspaceId) => client.workspace.restore({ workspaceId }),
  });
  const restore = useAct((client, workspaceId: string) => client.workspace.restore({ workspaceId }), {
    done: (answer) => `${answer.name} is restored.`,
  });
  const columns = useMemo(
    () =>
      workspaceColumns(
        (workspace) => ({
          update: decide("workspace:update", workspace.id),
          archive: decide("workspace:delete", workspace.id),
          restore: create,
        }),
        setDialog,
      ),
    [decide, create],
  );
  const newWorkspace = (
    <ActionButton
      why={create.why}
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => setDialog({ type: "create" })}
    >
      New workspace
    </ActionButton>
  );
  const target = dialog === null || dialog.type === "create" ? null : dialog.workspace;
  const act = dialog?.type === "restore" ? restore : archive;
  return (
    <Section
      title="Workspaces"
      note="A team, a project or a stage. Roles, policies and addresses live in one."
      actions={newWorkspace}
    >
      <Loaded query={workspaces} shape={<TableShape rows={3} />}>
        {(data) => (
          <DataTable
            label="Workspaces"
            columns={columns}
            rows={data}
            rowId={(workspace) => workspace.id}
            empty={
              <EmptyState icon={<IconBox size={20} />} title="No workspace yet" action={newWorkspace}>
                Most begin with two: development, where drafts are written, and production, which applications fetch
                from.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {dialog?.type === "create" ? <WorkspaceDialog workspace={null} onClose={close} /> : null}
      {dialog?.type === "change" ? <WorkspaceDialog workspace={dialog.workspace} onClose={close} /> : null}
      <ConfirmByName
        key={target?.id ?? ""}
        opened={dialog?.type === "archive" || dialog?.type === "restore"}
        onClose={close}
        title={dialog?.type === "restore" ? "Restore this workspace?" : "Archive this workspace?"}
        name={target?.name ?? ""}
        verb={dialog?.type === "restore" ? "Restore" : "Archive"}
        pending={act.pending}
        error={act.error}
        wayOn={
          <OfferRequest
            error={act.error}
            onRequest={() => {
              if (target === null) return;
              setRequested({ type: dialog?.type === "restore" ? "restore" : "archive", scopeId: target.id });
              close();
            }}
          />
        }
        onConfirm={() => {
          void act.run(target?.id ?? "").then((answer) => {
            if (answer !== undefined) close();
          });
        }}
      >
        {dialog?.type === "restore"
          ? "Everybody who held a role in it holds it again, as far as you may grant it."
          : "Nobody has anything in it from then on, and nothing is served from it. It can be restored. While a protected label is served from it, that takes a request."}
      </ConfirmByName>
      {requested === null ? null : <RequestTreeChange change={requested} onClose={() => setRequested(null)} />}
    </Section>
  );
}

interface WorkspaceRights {
  readonly update: May;
  readonly archive: May;
  readonly restore: May;
}

function workspaceColumns(
  mayOn: (workspace: WorkspaceRecord) => WorkspaceRights,
  onDialog: (dialog: Dialog) => void,
): readonly Column<WorkspaceRecord>[] {
  return [
    {
      id: "name",
      header: "Workspace",
      cell: (workspace) => (
        <span className={styles["name"]}>
          <span>
            {workspace.archivedAt === null ? (
              <PageLink data-row-link to={addresses.resources(workspace.name)}>
                {workspace.name}
              </PageLink>
            ) : (
              workspace.name
            )}
            {workspace.archivedAt === null ? null : <StateBadge state="archived" />}
          </span>
          {workspace.description === "" ? null : <span>{workspace.description}</span>}
        </span>
      ),
    },
    { id: "created", header: "Created", secondary: true, cell: (workspace) => <When at={workspace.createdAt} /> },
    {
      id: "actions",
      header: "",
      align: "right",
      cell: (workspace) => {
        const may = mayOn(workspace);
        if (workspace.archivedAt !== null) {
          return (
            <ActionButton
              variant="default"
              why={may.restore.why}
              onClick={() => onDialog({ type: "restore", workspace })}
            >
              Restore
            </ActionButton>
          );
        }
        return (
          <span className={styles["buttons"]}>
            <ActionButton
              variant="default"
              why={may.update.why}
              onClick={() => onDialog({ type: "change", workspace })}
            >
              Change
            </ActionButton>
            <ActionButton
              variant="default"
              color="red"
              why={may.archive.why}
              onClick={() => onDialog({ type: "archive", workspace })}
            >
              Archive
            </ActionButton>
          </span>
        );
      },
    },
  ];
}
