import type { TreeRequestSummary } from "@countersign/core";
import type { Paged } from "../client/pages.ts";
import { treeChangeSort, treeStateWord } from "../content/tree-change-words.ts";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { Section } from "../interface/section.tsx";
import { stateOfRequest } from "../interface/state.ts";
import { StateBadge } from "../interface/state-badge.tsx";
import { When } from "../interface/when.tsx";
import { ApprovalsMeter } from "./approvals-meter.tsx";
import styles from "./reviews-page.module.css";

export interface TreeRequestTableProps {
  readonly paged: Paged<TreeRequestSummary>;
  /** Filters are set that only requests for releases have. */
  readonly narrowed: boolean;
}

/** Requests for changes of addresses, beside those for releases; nothing where there are none. */
export function TreeRequestTable({ paged, narrowed }: TreeRequestTableProps) {
  if (paged.rows.length === 0) return null;
  return (
    <Section
      title="Changes of addresses"
      note={
        narrowed
          ? "Workspace, label, age and order narrow the releases above alone."
          : "What a policy protects is renamed, moved, archived, restored or withdrawn by a request."
      }
    >
      <DataTable
        label="Requests for changes of addresses"
        columns={columns}
        rows={paged.rows}
        rowId={(request) => request.id}
        paged={paged}
        noun="requests"
        empty={null}
      />
    </Section>
  );
}

const columns: readonly Column<TreeRequestSummary>[] = [
  {
    id: "title",
    header: "Request",
    cell: (request) => (
      <span className={styles["title"]}>
        <PageLink data-row-link to={addresses.treeRequest(request.id)}>
          {request.title}
        </PageLink>
        <span className={styles["under"]}>
          #{request.number} · {treeChangeSort(request.change)}
        </span>
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: (request) => <StateBadge state={stateOfRequest(request.state)} {...treeStateWord(request.state)} />,
  },
  { id: "approvals", header: "Approvals", cell: ({ approvals }) => <ApprovalsMeter approvals={approvals} /> },
  { id: "by", header: "Asked by", cell: (request) => <Person principal={request.requester} /> },
  { id: "age", header: "Open since", cell: (request) => <When at={request.createdAt} /> },
  { id: "updated", header: "Changed", align: "right", cell: (request) => <When at={request.updatedAt} /> },
];
