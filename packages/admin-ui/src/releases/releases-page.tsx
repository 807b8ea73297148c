import { Group, Select, TextInput } from "@mantine/core";
import { IconRocket } from "@tabler/icons-react";
import { useSearchOf } from "../client/address-state.ts";
import { usePages } from "../client/pages.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { releaseColumns } from "../content/release-columns.tsx";
import { DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { releasesSearch } from "./releases-search.ts";

const { address, label, serves, state, approvals, signature, by, at } = releaseColumns;
const columns = [address, label, serves, state, approvals, signature, by, at];

/** What went live, when, by whom, and who approved it? */
export function ReleasesPage() {
  const search = useSearchOf(releasesSearch);
  const setSearch = useSetSearch<typeof search>();
  const { all } = useWorkspaces();
  const workspaceId = all?.find((workspace) => workspace.name === search.workspace)?.id;
  const paged = usePages(
    ["release", "list", workspaceId, search.label],
    (client, page, options) => client.release.list({ ...page, workspaceId, label: search.label }, options),
    { enabled: search.workspace === undefined || all !== undefined },
  );
  return (
    <Page title="Releases" question="What went live, when, by whom, and who approved it." wide>
      <Group gap="xs">
        <Select
          aria-label="Workspace"
          placeholder="All workspaces"
          clearable
          w={190}
          data={(all ?? []).map((workspace) => workspace.name)}
          value={search.workspace ?? null}
          onChange={(workspace) => setSearch({ workspace: workspace ?? undefined })}
        />
        <TextInput
          aria-label="Label"
          placeholder="All labels"
          w={160}
          defaultValue={search.label ?? ""}
          onKeyDown={(event) => {
            if (event.key === "Enter") setSearch({ label: event.currentTarget.value.trim() || undefined });
          }}
          onBlur={(event) => setSearch({ label: event.currentTarget.value.trim() || undefined })}
        />
      </Group>
      <Loaded query={paged.query} shape={<TableShape />}>
        {() => (
          <DataTable
            label="Releases"
            columns={columns}
            rows={paged.rows}
            rowId={(release) => release.id}
            paged={paged}
            noun="releases"
            empty={
              <EmptyState icon={<IconRocket size={20} />} title="No release here">
                A release is the recorded fact that a label serves a version from a moment on. They appear here when
                something is published or a label is moved.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}
