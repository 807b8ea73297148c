import type { RoleRecord } from "@countersign/core";
import { IconLock } from "@tabler/icons-react";
import { useMemo } from "react";
import { addresses } from "../interface/addresses.ts";
import { PageLink } from "../interface/page-link.tsx";
import { PermissionCell } from "../interface/permission-cell.tsx";
import { permissionBlocks } from "../interface/permission-rows.ts";
import { RiskMark } from "../interface/risk-mark.tsx";
import { useGridFocus } from "../interface/use-grid-focus.ts";
import { roleColumns } from "./role-columns.ts";
import { type RoleDrafts, togglePermission } from "./role-drafts.ts";
import styles from "./role-matrix.module.css";

export interface RoleMatrixProps {
  readonly roles: readonly RoleRecord[];
  readonly drafts: RoleDrafts;
  onChange(drafts: RoleDrafts): void;
  /** Why custom roles can't be changed; `null` when they can. */
  readonly why: string | null;
}

const rows = permissionBlocks.flatMap((block) => block.rows);

/** Roles beside each other, permissions below each other. Custom roles are changed in place. */
export function RoleMatrix({ roles, drafts, onChange, why }: RoleMatrixProps) {
  const columns = useMemo(() => roleColumns(roles, roles, drafts), [roles, drafts]);
  const focus = useGridFocus({ rows: rows.length, columns: roles.length }, ({ row, column }) => {
    const permission = rows[row]?.permission;
    const role = roles[column];
    if (permission !== undefined && role !== undefined) onChange(togglePermission(drafts, role, permission));
  });
  let rowIndex = -1;
  return (
    <div className={styles["box"]}>
      <table
        ref={focus.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move through its cells, so it is a grid
        role="grid"
        className={styles["matrix"]}
        aria-label="Permissions of each role"
        aria-rowcount={rows.length + 1}
        aria-colcount={roles.length + 1}
        {...focus.handlers}
      >
        <thead>
          <tr className={styles["heads"]}>
            <th scope="col" className={styles["corner"]}>
              Permission
            </th>
            {columns.map(({ role }) => (
              <th key={role.id} scope="col" className={styles["role"]} data-changed={drafts.has(role.id)}>
                <span className={styles["turned"]}>
                  <PageLink quiet to={addresses.role(role.id)}>
                    {role.name}
                  </PageLink>
                  {role.builtIn ? <IconLock size={12} aria-label="built in, locked" /> : null}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {permissionBlocks.map((block) => (
          <tbody key={block.title}>
            <tr>
              <th scope="colgroup" colSpan={roles.length + 1} className={styles["block"]}>
                <span>{block.title}</span>
              </th>
            </tr>
            {block.rows.map((row) => {
              rowIndex += 1;
              const index = rowIndex;
              return (
                <tr key={row.permission} className={styles["row"]}>
                  <th scope="row" title={`May ${row.description}.`}>
                    <span className={styles["name"]}>
                      <span>{row.word}</span>
                      <span className={styles["meaning"]}>{row.description}</span>
                      <RiskMark risk={row.risk} />
                    </span>
                  </th>
                  {columns.map(({ role, standingOf }, column) => {
                    const locked = role.builtIn || why !== null;
                    return (
                      <td key={role.id}>
                        <PermissionCell
                          {...standingOf(row.permission)}
                          label={`${row.permission}, ${role.name}`}
                          locked={locked}
                          cell={`${index},${column}`}
                          tabIndex={focus.tabIndexOf(index, column)}
                        />
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}
