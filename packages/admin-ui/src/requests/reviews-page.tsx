import type { RequestSummary } from "@countersign/core";
import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconGitPullRequest } from "@tabler/icons-react";
import { useSearchOf } from "../client/address-state.ts";
import { usePages } from "../client/pages.ts";
import { useWorkspaces } from "../client/workspaces.tsx";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useSetSearch } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { stateOfRequest } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { ApprovalsMeter } from "./approvals-meter.tsx";
import { reviewsSearch } from "./request-search.ts";
import styles from "./reviews-page.module.css";
import { ageChoices, emptyTitle } from "./reviews-words.ts";
import { TreeRequestTable } from "./tree-request-table.tsx";

/** What must I judge? */
export function ReviewsPage() {
  const search = useSearchOf(reviewsSearch);
  const setSearch = useSetSearch<typeof search>();
  const { all } = useWorkspaces();
  const show = search.show ?? "awaiting-me";
  const state = show === "awaiting-me" ? "open" : search.state;
  const workspaceId = all?.find((workspace) => workspace.name === search.workspace)?.id;
  const paged = usePages(
    ["request", "list", show, state, workspaceId, search.label, search.days, search.sort],
    (client, page, options) =>
      client.request.list(
        {
          ...page,
          filter: show,
          state,
          workspaceId,
          label: search.label,
          olderThanDays: search.days,
          order: search.sort,
        },
        options,
      ),
    { enabled: search.workspace === undefined || all !== undefined },
  );
  const trees = usePages(["treeRequest", "list", show, state], (client, page, options) =>
    client.treeRequest.list({ ...page, filter: show, state }, options),
  );
  const narrowed = [search.workspace, search.label, search.days, search.sort].some((filter) => filter !== undefined);
  return (
    <Page title="Reviews" question="What waits for a judgement, and what became of the rest." wide>
      <div className={styles["filters"]}>
        <SegmentedControl
          aria-label="Which requests"
          value={show}
          onChange={(value) => setSearch({ show: reviewsSearch({ show: value }).show })}
          data={[
            { value: "awaiting-me", label: "Waiting for me" },
            { value: "mine", label: "Mine" },
            { value: "all", label: "All" },
          ]}
        />
        <div className={styles["fields"]}>
          {show === "awaiting-me" ? null : (
            <Select
              aria-label="State"
              placeholder="Open and ended"
              clearable
              data={[
                { value: "open", label: "Open" },
                { value: "ended", label: "Ended" },
              ]}
              value={search.state ?? null}
              onChange={(value) => setSearch({ state: reviewsSearch({ state: value }).state })}
            />
          )}
          <Select
            aria-label="Workspace"
            placeholder="All workspaces"
            clearable
            data={(all ?? []).map((workspace) => workspace.name)}
            value={search.workspace ?? null}
            onChange={(workspace) => setSearch({ workspace: workspace ?? undefined })}
          />
          <TextInput
            aria-label="Label"
            placeholder="All labels"
            defaultValue={search.label ?? ""}
            onBlur={(event) => setSearch({ label: event.currentTarget.value.trim() || undefined })}
            onKeyDown={(event) => {
              if (event.key === "Enter") setSearch({ label: event.currentTarget.value.trim() || undefined });
            }}
          />
          <Select
            aria-label="Age"
            allowDeselect={false}
            data={ageChoices(search.days)}
            value={String(search.days ?? "any")}
            onChange={(days) => setSearch({ days: reviewsSearch({ days }).days })}
          />
          <Select
            aria-label="Order"
            allowDeselect={false}
            data={[
              { value: "newest", label: "Newest first" },
              { value: "oldest", label: "Oldest first" },
            ]}
            value={search.sort ?? "newest"}
            onChange={(sort) => setSearch({ sort: reviewsSearch({ sort }).sort })}
          />
        </div>
      </div>
      <Loaded query={paged.query} shape={<TableShape />}>
        {() =>
          paged.rows.length === 0 && trees.rows.length > 0 && !narrowed ? null : (
            <DataTable
              label="Release requests"
              columns={columns}
              rows={paged.rows}
              rowId={(request) => request.id}
              paged={paged}
              noun="requests"
              empty={
                <EmptyState icon={<IconGitPullRequest size={20} />} title={emptyTitle(show, search.days)}>
                  A release request asks that a label serve another version. Open one with “Ask for a release” on the
                  page of a prompt.
                </EmptyState>
              }
            />
          )
        }
      </Loaded>
      <Loaded query={trees.query} shape={<TableShape rows={2} />}>
        {() => <TreeRequestTable paged={trees} narrowed={narrowed} />}
      </Loaded>
    </Page>
  );
}

const columns: readonly Column<RequestSummary>[] = [
  {
    id: "title",
    header: "Request",
    cell: (request) => (
      <span className={styles["title"]}>
        <PageLink data-row-link to={addresses.request(request.id)}>
          {request.title}
        </PageLink>
        <span className={styles["under"]}>
          #{request.number} · {request.target.workspaceName}/{request.target.path} · {request.target.label}
        </span>
      </span>
    ),
  },
  { id: "state", header: "State", cell: (request) => <StateBadge state={stateOfRequest(request.state)} /> },
  {
    id: "approvals",
    header: "Approvals",
    cell: ({ approvals }) => <ApprovalsMeter approvals={approvals} />,
  },
  { id: "by", header: "Asked by", cell: (request) => <Person principal={request.requester} /> },
  { id: "age", header: "Open since", cell: (request) => <When at={request.createdAt} /> },
  { id: "updated", header: "Changed", align: "right", cell: (request) => <When at={request.updatedAt} /> },
];
