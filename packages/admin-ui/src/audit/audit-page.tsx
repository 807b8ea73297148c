import { IconHistory } from "@tabler/icons-react";
import { useMemo } from "react";
import { useSearchOf } from "../client/address-state.ts";
import { usePages } from "../client/pages.ts";
import { DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { useSetSearch } from "../interface/page-link.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { auditFilter, auditSearch, isFiltered } from "./audit-search.ts";
import { ChainCard } from "./chain-card.tsx";
import { EventDrawer } from "./event-drawer.tsx";
import { ExportButton } from "./export-button.tsx";

/** What happened, and is the record whole? */
export function AuditPage() {
  const search = useSearchOf(auditSearch);
  const setSearch = useSetSearch<typeof search>();
  const filter = useMemo(() => auditFilter(search), [search]);
  const paged = usePages(["audit", "list", filter], (client, page, options) =>
    client.audit.list({ ...page, ...filter }, options),
  );
  const columns = useMemo(() => auditColumns((seq) => setSearch({ event: seq })), [setSearch]);
  const event = paged.rows.find(({ seq }) => seq === search.event) ?? null;
  const filtered = isFiltered(search);
  return (
    <Page
      title="Audit"
      question="What happened, who did it or tried to, and whether the record is whole."
      wide
      actions={<ExportButton />}
    >
      <ChainCard />
      <AuditFilters search={search} onChange={setSearch} filtered={filtered} />
      <Loaded query={paged.query} shape={<TableShape rows={12} />}>
        {() => (
          <DataTable
            label="Audit events"
            columns={columns}
            rows={paged.rows}
            rowId={(row) => row.id}
            selectedId={event?.id ?? null}
            paged={paged}
            noun="events"
            empty={
              <EmptyState icon={<IconHistory size={20} />} title={filtered ? "No event fits" : "Nothing happened yet"}>
                {filtered
                  ? "Clear a filter to see more."
                  : "Every change is recorded here together with what it changed, and every refused one too."}
              </EmptyState>
            }
          />
        )}
      </Loaded>
      <EventDrawer event={event} onClose={() => setSearch({ event: undefined })} onFilter={setSearch} />
    </Page>
  );
}
