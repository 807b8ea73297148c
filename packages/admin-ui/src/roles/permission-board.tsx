import { type Permission, permissionCatalogue } from "@countersign/core";
import { useMemo } from "react";
import { boardRows } from "./board-rows.ts";
import styles from "./permission-board.module.css";
import { PermissionCell } from "./permission-cell.tsx";
import { RiskMark } from "./risk-mark.tsx";
import type { RoleColumn } from "./role-columns.ts";
import { useGridFocus } from "./use-grid-focus.ts";

export interface PermissionBoardProps {
  readonly column: RoleColumn;
  readonly roleName: string;
  readonly locked: boolean;
  onToggle(permission: Permission): void;
}

/** The permissions of one role: what it may do with resources, action by kind; then workspaces and the organization. */
export function PermissionBoard({ column, roleName, locked, onToggle }: PermissionBoardProps) {
  return (
    <div className={styles["boards"]}>
      {boardRows.map((board) => (
        <Board key={board.title} {...{ board, column, roleName, locked, onToggle }} />
      ))}
    </div>
  );
}

function Board({
  board,
  column,
  roleName,
  locked,
  onToggle,
}: PermissionBoardProps & { readonly board: (typeof boardRows)[number] }) {
  const { rows, heads } = board;
  const focus = useGridFocus({ rows: rows.length, columns: heads.length }, ({ row, column: at }) => {
    const permission = rows[row]?.permissions[at];
    if (permission !== undefined) onToggle(permission);
  });
  const standings = useMemo(
    () => rows.map((row) => row.permissions.map((permission) => column.standingOf(permission))),
    [rows, column],
  );
  return (
    <div className={styles["box"]}>
      <table
        ref={focus.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move through its cells, so it is a grid
        role="grid"
        className={styles["board"]}
        aria-label={`${board.title} permissions of ${roleName}`}
        {...focus.handlers}
      >
        <thead>
          <tr className={styles["heads"]}>
            <th scope="col">{board.title}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className={styles["head"]}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.word} className={styles["row"]}>
              <th scope="row">
                <span className={styles["name"]}>
                  {row.word} <RiskMark risk={row.risk} />
                </span>
                <span className={styles["meaning"]}>{row.description}</span>
              </th>
              {row.permissions.map((permission, at) => (
                <td key={permission}>
                  <PermissionCell
                    {...(standings[index]?.[at] ?? column.standingOf(permission))}
                    label={`${permission}: ${permissionCatalogue[permission].description}`}
                    locked={locked}
                    cell={`${index},${at}`}
                    tabIndex={focus.tabIndexOf(index, at)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
