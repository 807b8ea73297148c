import type { ResourceKind, ResourceRecord, WorkspaceRecord } from "@countersign/core";
import { Button, Group, Switch, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure } from "@mantine/hooks";
import { IconFileImport, IconFilter, IconFolderPlus, IconPlus } from "@tabler/icons-react";
import { useAddressPart, useSearchOf } from "../client/address-state.ts";
import { useAsk } from "../client/ask.ts";
import { useMay } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { LabelBadges } from "../content/label-badges.tsx";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useSetSearch } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { PageShape, TableShape } from "../interface/skeletons.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { FolderMenu } from "./folder-menu.tsx";
import { FolderNavigation } from "./folder-navigation.tsx";
import { prefixFor } from "./folder-tree.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { kindIcons, kindOfSegment, kindWords } from "./kind-words.ts";
import { NewFolder } from "./new-folder.tsx";
import { NewResource } from "./new-resource.tsx";
import { resourcesSearch } from "./resource-search.ts";
import styles from "./resources-page.module.css";

/** What is here and what is live? */
export function ResourcesPage() {
  const name = useAddressPart("workspace");
  const kind = kindOfSegment(useAddressPart("kind"));
  const { all } = useWorkspaces();
  if (all === undefined) return <PageShape />;
  const workspace = all.find((candidate) => candidate.name === name);
  if (workspace === undefined || kind === null) {
    return (
      <Page title={name}>
        <EmptyState title={`There is no workspace “${name}” that you may see`}>
          Choose another above the navigation, or ask an administrator for access to it.
        </EmptyState>
      </Page>
    );
  }
  return <Resources key={`${workspace.id} ${kind}`} workspace={workspace} kind={kind} />;
}

interface ResourcesProps {
  readonly workspace: WorkspaceRecord;
  readonly kind: ResourceKind;
}

function Resources({ workspace, kind }: ResourcesProps) {
  const search = useSearchOf(resourcesSearch);
  const setSearch = useSetSearch<typeof search>();
  const words = kindWords[kind];
  const KindIcon = kindIcons[kind];
  const [creating, creatingOf] = useDisclosure(false);
  const [importing, importingOf] = useDisclosure(false);
  const [foldering, folderingOf] = useDisclosure(false);
  const folders = useAsk(["folder", "list", workspace.id], (client, options) =>
    client.folder.list({ workspaceId: workspace.id }, options),
  );
  const folder = folders.data?.find((candidate) => candidate.id === search.folder);
  const prefix = prefixFor(folder, search.prefix);
  const mayCreate = useMay(`${kind}:create`, [folder?.id, workspace.id]);
  const mayManage = useMay("folder:manage", [folder?.id, workspace.id]);
  const paged = usePages(
    ["resource", "list", workspace.id, kind, prefix, search.archived],
    (client, page, options) =>
      client.resource.list(
        { ...page, workspaceId: workspace.id, kind, prefix, includeArchived: search.archived },
        options,
      ),
    { enabled: search.folder === undefined || folders.data !== undefined },
  );
  const filter = useDebouncedCallback((typed: string) => setSearch({ prefix: typed === "" ? undefined : typed }), 200);
  return (
    <Page
      title={words.many}
      question={`What is in ${workspace.name}, and what is live.`}
      wide
      actions={
        <>
          {folder === undefined ? null : (
            <FolderMenu
              key={folder.id}
              workspace={workspace}
              folder={folder}
              folders={folders.data ?? []}
              onGone={() => setSearch({ folder: undefined })}
            />
          )}
          <ActionButton
            variant="default"
            why={mayManage.why}
            leftSection={<IconFolderPlus size={15} />}
            onClick={folderingOf.open}
          >
            New folder
          </ActionButton>
          <ActionButton
            variant="default"
            why={mayCreate.why}
            leftSection={<IconFileImport size={15} />}
            onClick={importingOf.open}
          >
            Import
          </ActionButton>
          <ActionButton why={mayCreate.why} leftSection={<IconPlus size={15} />} onClick={creatingOf.open}>
            New {words.one}
          </ActionButton>
        </>
      }
    >
      <div className={styles["columns"]}>
        <FolderNavigation
          folders={folders.data ?? []}
          workspaceName={workspace.name}
          selectedId={folder?.id ?? null}
          onSelect={(id) => setSearch({ folder: id ?? undefined, prefix: undefined })}
        />
        <div className={styles["list"]}>
          <Group gap="sm" mb="sm" justify="space-between">
            <TextInput
              key={search.folder ?? ""}
              aria-label={`Only ${words.many.toLowerCase()} whose path begins so`}
              placeholder={folder === undefined ? "Path begins with …" : `${folder.path}/ …`}
              leftSection={<IconFilter size={14} aria-hidden />}
              w={280}
              maw="100%"
              defaultValue={search.prefix ?? ""}
              onChange={(event) => filter(event.currentTarget.value.trim())}
            />
            <Switch
              label="Archived too"
              checked={search.archived === true}
              onChange={(event) => setSearch({ archived: event.currentTarget.checked ? true : undefined })}
            />
          </Group>
          <Loaded query={paged.query} shape={<TableShape />}>
            {() => (
              <DataTable
                label={`${words.many} in ${workspace.name}`}
                columns={columns}
                rows={paged.rows}
                rowId={(resource) => resource.id}
                paged={paged}
                noun={words.many.toLowerCase()}
                empty={
                  prefix === undefined ? (
                    <EmptyState
                      icon={<KindIcon size={20} />}
                      title={`No ${words.one} here yet`}
                      action={
                        <ActionButton why={mayCreate.why} onClick={creatingOf.open}>
                          New {words.one}
                        </ActionButton>
                      }
                    >
                      {words.belongs}
                    </EmptyState>
                  ) : (
                    <EmptyState
                      title={`Nothing begins with “${prefix}”`}
                      action={
                        <Button variant="default" onClick={() => setSearch({ folder: undefined, prefix: undefined })}>
                          Show all
                        </Button>
                      }
                    />
                  )
                }
              />
            )}
          </Loaded>
        </div>
      </div>
      <NewResource
        opened={creating}
        onClose={creatingOf.close}
        workspace={workspace}
        kind={kind}
        folders={folders.data ?? []}
        folderId={folder?.id ?? null}
      />
      {importing ? <ImportDialog workspace={workspace} kind={kind} onClose={importingOf.close} /> : null}
      <NewFolder opened={foldering} onClose={folderingOf.close} workspace={workspace} parent={folder ?? null} />
    </Page>
  );
}

const columns: readonly Column<ResourceRecord>[] = [
  {
    id: "path",
    header: "Path",
    cell: (resource) => (
      <span className={styles["path"]}>
        <PageLink data-row-link to={addresses.resource(resource.id)}>
          {resource.path}
        </PageLink>
        {resource.archivedAt === null ? null : <StateBadge state="archived" />}
      </span>
    ),
  },
  { id: "labels", header: "Live", cell: (resource) => <LabelBadges labels={resource.labels} /> },
  {
    id: "drafts",
    header: "Last change",
    cell: (resource) =>
      resource.drafts === null ? (
        <span className={styles["quiet"]}>for those who may view it</span>
      ) : resource.drafts.latestVersion === 0 ? (
        <StateBadge state="draft" word="No version yet" />
      ) : (
        <span className={styles["change"]}>
          v{resource.drafts.latestVersion}, <When at={resource.drafts.changedAt} />, by{" "}
          <Person principal={resource.drafts.changedBy} plain />
        </span>
      ),
  },
  {
    id: "request",
    header: "Open request",
    cell: (resource) => {
      const [first, ...more] = resource.drafts?.openRequestIds ?? [];
      if (first === undefined) return null;
      return (
        <PageLink to={addresses.request(first)}>
          <StateBadge state="in-review" {...(more.length === 0 ? {} : { word: `${more.length + 1} in review` })} />
        </PageLink>
      );
    },
  },
];
