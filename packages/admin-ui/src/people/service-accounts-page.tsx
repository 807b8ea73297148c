import type { ServiceAccountRecord } from "@countersign/core";
import { IconPlus, IconRobot } from "@tabler/icons-react";
import { useState } from "react";
import { usePages } from "../client/pages.ts";
import { ActionButton } from "../interface/action-button.tsx";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { Loaded } from "../interface/loaded.tsx";
import { Page } from "../interface/page.tsx";
import { PageLink, useGo } from "../interface/page-link.tsx";
import { Person } from "../interface/person.tsx";
import { TableShape } from "../interface/skeletons.tsx";
import { StateBadge } from "../interface/state-badge.tsx";
import { useMayAnywhere } from "../interface/use-may-anywhere.ts";
import { When } from "../interface/when.tsx";
import { heldRoles } from "./held-roles.ts";
import styles from "./members-table.module.css";
import { RoleChips } from "./role-chips.tsx";
import { ServiceAccountDialog } from "./service-account-dialog.tsx";

const columns: readonly Column<ServiceAccountRecord>[] = [
  {
    id: "name",
    header: "Service account",
    cell: (account) => (
      <span className={styles["person"]}>
        <span className={styles["name"]}>
          <PageLink data-row-link to={addresses.serviceAccount(account.id)}>
            {account.name}
          </PageLink>
          {account.state === "suspended" ? <StateBadge state="suspended" /> : null}
        </span>
        <span className={styles["email"]}>{account.description}</span>
      </span>
    ),
  },
  {
    id: "roles",
    header: "Roles",
    width: "18rem",
    cell: (account) => <RoleChips roles={heldRoles({ bindings: account.bindings, groups: [] }, [])} />,
  },
  {
    id: "responsible",
    header: "Responsible",
    cell: (account) => (
      <span className={styles["people"]}>
        {account.responsible.map((person) => (
          <Person key={person.id} principal={person} />
        ))}
      </span>
    ),
  },
  {
    id: "keys",
    header: "Keys",
    align: "right",
    cell: (account) => <PageLink to={addresses.keys({ principal: account.id })}>{account.keyCount}</PageLink>,
  },
  {
    id: "used",
    header: "Last used",
    align: "right",
    cell: (account) => <When at={account.lastUsedAt} />,
  },
];

/** Which machines act here, and who answers for them? */
export function ServiceAccountsPage() {
  const go = useGo();
  const may = useMayAnywhere("service-account:manage");
  const [creating, setCreating] = useState(false);
  const paged = usePages(["serviceAccount", "list"], (client, page, options) =>
    client.serviceAccount.list(page, options),
  );
  const create = (
    <ActionButton why={may.why} leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      New service account
    </ActionButton>
  );
  return (
    <Page
      title="Service accounts"
      question="Which machines act here, and who answers for them. You see those that you may manage."
      wide
      actions={create}
    >
      <Loaded query={paged.query} shape={<TableShape rows={4} />}>
        {() => (
          <DataTable
            label="Service accounts"
            columns={columns}
            rows={paged.rows}
            rowId={(account) => account.id}
            paged={paged}
            noun="service accounts"
            empty={
              <EmptyState icon={<IconRobot size={20} />} title="No service account that you may manage" action={create}>
                An application or a pipeline acts as a service account, by a key of it. It gets roles as people do.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {creating ? (
        <ServiceAccountDialog
          account={null}
          onClose={() => setCreating(false)}
          onDone={(account) => go(addresses.serviceAccount(account.id))}
        />
      ) : null}
    </Page>
  );
}
