import type { RoleRecord } from "@countersign/core";
import { Badge } from "@mantine/core";
import { IconLock, IconShieldLock } from "@tabler/icons-react";
import { useMay } from "../client/may.ts";
import { addresses } from "../interface/addresses.ts";
import { type Column, DataTable } from "../interface/data-table.tsx";
import { EmptyState } from "../interface/empty-state.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./role-list.module.css";
import { criticalIn } from "./role-risk.ts";

const columns = (mayCount: boolean): readonly Column<RoleRecord>[] => [
  {
    id: "name",
    header: "Role",
    width: "17rem",
    cell: (role) => (
      <span className={styles["name"]}>
        <PageLink data-row-link to={addresses.role(role.id)}>
          {role.name}
        </PageLink>
        {role.builtIn ? (
          <span className={styles["built-in"]}>
            <IconLock size={12} aria-hidden /> built in
          </span>
        ) : null}
        {role.managedBy === null ? null : (
          <Badge variant="light" color="gray" size="sm">
            {role.managedBy}
          </Badge>
        )}
      </span>
    ),
  },
  { id: "description", header: "What it is for", cell: (role) => role.description },
  { id: "permissions", header: "Permissions", align: "right", cell: (role) => role.may.length },
  { id: "critical", header: "Critical", align: "right", cell: (role) => <Critical role={role} /> },
  // Without the right to ask, the server counts none: better no number than a wrong one.
  ...(mayCount
    ? [{ id: "bindings", header: "Holders", align: "right", cell: (role: RoleRecord) => role.bindingCount } as const]
    : []),
];

const withHolders = columns(true);
const withoutHolders = columns(false);

/** Every role with what it is for and how much it gives. */
export function RoleList({ roles }: { readonly roles: readonly RoleRecord[] }) {
  const mayCount = useMay("access:view", null).allowed;
  return (
    <DataTable
      label="Roles"
      columns={mayCount ? withHolders : withoutHolders}
      rows={roles}
      rowId={(role) => role.id}
      empty={<EmptyState icon={<IconShieldLock size={20} />} title="No roles" />}
    />
  );
}

function Critical({ role }: { readonly role: RoleRecord }) {
  const critical = criticalIn(role.may);
  return critical.length === 0 ? (
    <span className={styles["none"]}>none</span>
  ) : (
    <span className={styles["critical"]} title={critical.join(", ")}>
      {critical.length}
    </span>
  );
}
