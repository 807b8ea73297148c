import type { BindingRecord, RoleRecord } from "@countersign/core";
import { IconUsers } from "@tabler/icons-react";
import { useMay } from "../client/may.ts";
import { usePages } from "../client/pages.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Holder } from "../interface/holder.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { ScopePath } from "../interface/scope-path.tsx";
import { Section } from "../interface/section.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { When } from "../interface/when.tsx";

const columns: readonly Column<BindingRecord>[] = [
  { id: "holder", header: "Holder", cell: (binding) => <Holder holder={binding.holder} /> },
  { id: "scope", header: "Where", cell: (binding) => <ScopePath scope={binding.scope} /> },
  { id: "ends", header: "Ends", cell: (binding) => <When at={binding.expiresAt} /> },
  { id: "used", header: "Last used", cell: (binding) => <When at={binding.lastUsedAt} /> },
  {
    id: "granted",
    header: "Given",
    align: "right",
    cell: (binding) => (
      <span>
        <When at={binding.grantedAt} /> by {binding.grantedBy.name}
      </span>
    ),
  },
];

/** Who holds a role, and where; for those who may ask. */
export function RoleHolders({ role }: { readonly role: RoleRecord }) {
  const may = useMay("access:view", null);
  const paged = usePages(
    ["binding", "list", { roleId: role.id }],
    (client, page, options) => client.binding.list({ ...page, roleId: role.id }, options),
    { enabled: may.allowed },
  );
  return (
    <Section title="Holders" note="To whom the role is given, and where. It counts there and below.">
      {may.allowed ? (
        <Loaded query={paged.query} shape={<TableShape rows={3} />}>
          {() => (
            <DataTable
              label={`Holders of ${role.name}`}
              columns={columns}
              rows={paged.rows}
              rowId={(binding) => binding.id}
              paged={paged}
              noun="holders"
              empty={
                <EmptyState icon={<IconUsers size={20} />} title="Given to nobody">
                  Give it to a person, a group or a service account on their page.
                </EmptyState>
              }
            />
          )}
        </Loaded>
      ) : (
        <p>{may.why}</p>
      )}
    </Section>
  );
}
