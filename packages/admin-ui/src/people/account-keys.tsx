import type { KeyRecord, ServiceAccountRecord } from "@countersign/core";
import { IconKey } from "@tabler/icons-react";
import { usePages } from "../client/pages.ts";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { PageLink } from "../interface/page-link.tsx";
import { permissionPhrase } from "../interface/permission-phrase.ts";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";

const columns: readonly Column<KeyRecord>[] = [
  { id: "name", header: "Key", cell: (key) => key.name },
  { id: "prefix", header: "Begins with", cell: (key) => <code>{key.prefix}…</code> },
  { id: "may", header: "May at most", cell: (key) => permissionPhrase(key.permissions, "names") },
  { id: "ends", header: "Ends", cell: (key) => <When at={key.expiresAt} /> },
  { id: "used", header: "Last used", align: "right", cell: (key) => <When at={key.lastUsedAt} /> },
];

/** The keys by which a service account acts. */
export function AccountKeys({ account }: { readonly account: ServiceAccountRecord }) {
  const paged = usePages(["key", "list", account.id], (client, page, options) =>
    client.key.list({ ...page, principalId: account.id }, options),
  );
  return (
    <Section
      title="Keys"
      note="Those that still open something."
      actions={<PageLink to={addresses.keys({ principal: account.id })}>Make, revoke, see ended ones</PageLink>}
    >
      <Loaded query={paged.query} shape={<TableShape rows={2} />}>
        {() => (
          <DataTable
            label={`Keys of ${account.name}`}
            columns={columns}
            rows={paged.rows}
            rowId={(key) => key.id}
            paged={paged}
            noun="keys"
            empty={
              <EmptyState icon={<IconKey size={20} />} title="No key">
                Without a key nothing can act as {account.name}.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </Section>
  );
}
